export interface ComparedField {
  /** Such as `settings.VirtualLoopbackPrograms.0`; empty for a value that has no fields. */
  path: string
  /** Null where there is none. */
  before: string | null
  after: string | null
  same: boolean
}

/** Two recorded values field by field, in the order in which they hold them; what differs and what does not. */
export function compareFields(before: unknown, after: unknown): ComparedField[] {
  const was = leaves(before)
  const is = leaves(after)
  return [...new Set([...was.keys(), ...is.keys()])].map((path) => {
    const [old, now] = [was.get(path) ?? null, is.get(path) ?? null]
    return { path, before: old, after: now, same: old === now }
  })
}

function leaves(value: unknown, path = '', found = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) {
    if (path !== '') found.set(path, 'null')
    return found
  }
  const parts = typeof value === 'object' ? Object.entries(value) : []
  if (parts.length === 0) found.set(path, typeof value === 'string' ? value : JSON.stringify(value))
  for (const [key, part] of parts) leaves(part, path === '' ? key : `${path}.${key}`, found)
  return found
}
