/** Which of many name patterns a name fits, without asking each: literals and `prefix*` are looked up. */

import { foldName, matchesWildcard } from './text'

/** The places of the patterns that the name fits, ascending. Answers as {@link matchesWildcard} does, pattern by pattern. */
export function nameIndex(patterns: readonly string[]): (name: string) => number[] {
  const literals = new Map<string, number[]>()
  const prefixes = new Map<string, number[]>()
  const others: number[] = []
  patterns.forEach((pattern, at) => {
    const folded = foldName(pattern)
    if (!/[*?]/.test(folded)) push(literals, folded, at)
    else if (/^[^*?]*\*$/.test(folded)) push(prefixes, folded.slice(0, -1), at)
    else others.push(at)
  })
  const lengths = [...new Set([...prefixes.keys()].map(({ length }) => length))]
  return (name) => {
    const folded = foldName(name)
    const found = [...(literals.get(folded) ?? [])]
    for (const length of lengths) {
      if (length <= folded.length) found.push(...(prefixes.get(folded.slice(0, length)) ?? []))
    }
    for (const at of others) if (matchesWildcard(patterns[at] ?? '', name)) found.push(at)
    return found.sort((one, other) => one - other)
  }
}

function push(lists: Map<string, number[]>, key: string, at: number): void {
  const list = lists.get(key)
  if (list) list.push(at)
  else lists.set(key, [at])
}
