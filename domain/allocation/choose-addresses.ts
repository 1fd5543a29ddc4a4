/** Which free address of a pool each of several sessions gets. Pure: the caller holds the pool still meanwhile. */

export interface Wish {
  sessionId: string
  personId: string
  /** Programs the address is for; a program may have an address reserved. Compared without case. */
  programs: readonly string[]
}

/** An address that nobody holds. */
export interface FreeAddress {
  address: string
  reservedPerson: string | null
  /** Lower case. */
  reservedProgram: string | null
  lastSession: string | null
  lastPerson: string | null
  /** Still in quarantine: only the session that had it last may have it back. */
  resting: boolean
}

/**
 * An address for each wish, or null where none is left, in the order of the wishes. First what is reserved for the user
 * or the program, then what the session held last, then what the user held last, then the first of `free`, which come in
 * the order they should be used up. Nothing is given twice.
 */
export function chooseAddresses(wishes: readonly Wish[], free: readonly FreeAddress[]): (string | null)[] {
  const given = new Set<string>()
  const chosen: (string | null)[] = wishes.map(() => null)
  const take = (
    among: (wish: Wish) => Iterable<FreeAddress>,
    fits: (one: FreeAddress, wish: Wish) => boolean,
  ) => {
    for (const [at, wish] of wishes.entries()) {
      if (chosen[at] !== null) continue
      for (const one of among(wish)) {
        if (given.has(one.address) || !fits(one, wish)) continue
        given.add(one.address)
        chosen[at] = one.address
        break
      }
    }
  }
  const reserved = free.filter((one) => !isOpen(one))
  const open = free.filter(isOpen)
  const ofSession = groupBy(open, ({ lastSession }) => lastSession)
  const ofPerson = groupBy(open, ({ lastPerson }) => lastPerson)
  // One walk for all wishes: an array's iterator goes on where the last wish stopped, and what lies behind fits nobody.
  const rest = open.values()
  take(
    () => reserved,
    (one, { personId }) => one.reservedPerson === personId && mayHave(one, personId),
  )
  take(
    () => reserved,
    (one, wish) => one.reservedProgram !== null && !one.resting && names(wish, one.reservedProgram),
  )
  take(({ sessionId }) => ofSession.get(sessionId) ?? [], always)
  take(({ personId }) => ofPerson.get(personId) ?? [], isRested)
  take(() => rest, isRested)
  return chosen
}

const always = () => true
const isRested = (one: FreeAddress) => !one.resting
const isOpen = (one: FreeAddress) => one.reservedPerson === null && one.reservedProgram === null
/** A rest protects others from a user's old connections, not the user. */
const mayHave = (one: FreeAddress, personId: string) => !one.resting || one.lastPerson === personId
const names = ({ programs }: Wish, program: string) =>
  programs.some((wanted) => wanted.toLowerCase() === program)

function groupBy(list: readonly FreeAddress[], keyOf: (one: FreeAddress) => string | null) {
  const groups = new Map<string, FreeAddress[]>()
  for (const one of list) {
    const key = keyOf(one)
    if (key === null) continue
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return groups
}
