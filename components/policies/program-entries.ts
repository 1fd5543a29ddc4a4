import { checkProgramEntry, MAX_LIST_ENTRIES } from '~/domain/program'
import type { Problem } from '~/domain/result'

export interface Added {
  list: string[]
  added: number
  doubles: number
  refused: Problem[]
  /** True when entries were left out because the list is full. */
  full: boolean
}

/**
 * Adds what was typed or pasted, a program on each line. Blank lines are passed over, doubles (without case) left out,
 * entries that break a rule refused with the reason, and nothing is added beyond the limit of a list.
 */
export function addPrograms(list: readonly string[], text: string): Added {
  const seen = new Set(list.map((entry) => entry.toLowerCase()))
  const result: Added = { list: [...list], added: 0, doubles: 0, refused: [], full: false }
  for (const line of text.split(/\r\n|\r|\n/)) {
    const entry = line.trim()
    if (entry === '') continue
    const checked = checkProgramEntry(entry, 'entry')
    if (!checked.ok) result.refused.push(checked.problem)
    else if (seen.has(entry.toLowerCase())) result.doubles += 1
    else if (result.list.length >= MAX_LIST_ENTRIES) result.full = true
    else {
      seen.add(entry.toLowerCase())
      result.list.push(entry)
      result.added += 1
    }
  }
  return result
}

/** Ports as typed, between commas, blanks or lines: the list in order without doubles, and what was no port. */
export function addPorts(list: readonly number[], text: string): { list: number[]; invalid: string[] } {
  const ports = new Set(list)
  const invalid: string[] = []
  for (const part of text.split(/[\s,;]+/).filter(Boolean)) {
    const port = /^\d{1,5}$/.test(part) ? Number(part) : 0
    if (port >= 1 && port <= 65_535) ports.add(port)
    else invalid.push(part)
  }
  return { list: [...ports].sort((a, b) => a - b), invalid }
}
