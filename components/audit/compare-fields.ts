/** One line for a value, one for each entry of a list. */
export interface RecordedLine {
  /** Its place: a list may hold one text twice. */
  at: number
  text: string
  /** The other side has none like it. */
  differs: boolean
}

export interface ComparedField {
  /** Such as `settings.VirtualLoopbackPrograms`; empty for a value that has no fields. */
  path: string
  /** Null where there is none. */
  before: RecordedLine[] | null
  after: RecordedLine[] | null
}

/**
 * Two recorded values field by field, in the order in which they hold them; what differs and what does not. A change
 * that is recorded within the later one, as a publish records several, has its own before and after on their sides.
 */
export function compareFields(before: unknown, after: unknown): ComparedField[] {
  const was: Side = new Map()
  const is: Side = new Map()
  readInto(was, before)
  readInto(is, after, '', was)
  return [...new Set([...was.keys(), ...is.keys()])].map((path) => {
    const [old, now] = [was.get(path), is.get(path)]
    return { path, before: linesOf(old, now), after: linesOf(now, old) }
  })
}

/** The texts of every value by its path; those of a list of plain values together. */
type Side = Map<string, string[]>

/** A list differs by its entries, and as a whole where only their order does. */
function linesOf(
  texts: readonly string[] | undefined,
  others: readonly string[] | undefined,
): RecordedLine[] | null {
  if (!texts) return null
  const same = texts.length === others?.length && texts.every((text, at) => text === others[at])
  const moved = !same && texts.length === others?.length && texts.every((text) => others.includes(text))
  return texts.map((text, at) => ({ at, text, differs: !same && (moved || !others?.includes(text)) }))
}

const isPlain = (value: unknown) => typeof value !== 'object' || value === null
const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value ?? null))

const isChange = (value: object) => 'before' in value && 'after' in value

function readInto(side: Side, value: unknown, path = '', earlier?: Side): void {
  if (isPlain(value)) {
    if (path !== '' || (value !== null && value !== undefined)) side.set(path, [textOf(value)])
    return
  }
  const parts = Object.entries(value as object)
  if (parts.length === 0) side.set(path, [JSON.stringify(value)])
  else if (Array.isArray(value) && value.every(isPlain)) side.set(path, value.map(textOf))
  else {
    const change = earlier && isChange(value as object)
    for (const [key, part] of parts) {
      if (change && key === 'before') readInto(earlier, part, path)
      else if (change && key === 'after') readInto(side, part, path)
      else readInto(side, part, path === '' ? key : `${path}.${key}`, earlier)
    }
  }
}
