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
  const left = new Map(free.map((one) => [one.address, one]))
  const chosen: (string | null)[] = wishes.map(() => null)
  const take = (fits: (one: FreeAddress, wish: Wish) => boolean) => {
    for (const [at, wish] of wishes.entries()) {
      if (chosen[at] !== null) continue
      const found = firstOf(left.values(), (one) => fits(one, wish))
      if (!found) continue
      chosen[at] = found.address
      left.delete(found.address)
    }
  }
  take((one, { personId }) => one.reservedPerson === personId && mayHave(one, personId))
  take((one, wish) => one.reservedProgram !== null && !one.resting && names(wish, one.reservedProgram))
  take((one, { sessionId }) => isOpen(one) && one.lastSession === sessionId)
  take((one, { personId }) => isOpen(one) && !one.resting && one.lastPerson === personId)
  take((one) => isOpen(one) && !one.resting)
  return chosen
}

const isOpen = (one: FreeAddress) => one.reservedPerson === null && one.reservedProgram === null
/** A rest protects others from a user's old connections, not the user. */
const mayHave = (one: FreeAddress, personId: string) => !one.resting || one.lastPerson === personId
const names = ({ programs }: Wish, program: string) =>
  programs.some((wanted) => wanted.toLowerCase() === program)

function firstOf<T>(values: Iterable<T>, fits: (value: T) => boolean): T | undefined {
  for (const value of values) if (fits(value)) return value
  return undefined
}
