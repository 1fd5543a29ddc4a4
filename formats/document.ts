/** JSON or YAML text into plain values, and the reading of objects member by member. */

import { parseDocument } from 'yaml'
import { type Problem, problem } from '~/domain/result'

/** Deeper than any file of ours; a guard against files made to exhaust the reader. */
const MAX_DEPTH = 100
const TOO_DEEP_MEND = 'No file of ours looks like this; choose another.'

export type Parsed = { ok: true; value: unknown } | { ok: false; problems: Problem[] }

/** Reads one JSON or YAML document. What breaks the syntax is told with its place in the text. */
export function parseText(text: string, field: string): Parsed {
  const plain = text.replace(/^\ufeff/, '')
  if (plain.trim() === '') return broken(field, 'the file is empty', 'Write JSON or YAML into it.')
  if (/^\s*[{[]/.test(plain)) {
    try {
      const value: unknown = JSON.parse(plain)
      const deep = deepPlace(plain)
      return deep === null
        ? { ok: true, value }
        : broken(field, `values lie more than ${MAX_DEPTH} deep ${deep}`, TOO_DEEP_MEND)
    } catch {
      // Not JSON, but it may be YAML that begins in the same way.
    }
  }
  return parseYaml(plain, field)
}

/** Where a text that is JSON first goes deeper than allowed, or null. */
function deepPlace(json: string): string | null {
  let depth = 0
  for (let at = 0; at < json.length; at += 1) {
    const mark = json[at]
    if (mark === '"') at = stringEnd(json, at)
    else if (mark === ']' || mark === '}') depth -= 1
    else if ((mark === '[' || mark === '{') && ++depth > MAX_DEPTH) {
      const lines = json.slice(0, at).split('\n')
      return `at line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`
    }
  }
  return null
}

/** By hand: a pattern over a text this long would exhaust the engine. */
function stringEnd(json: string, start: number): number {
  let at = start + 1
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at
}

function parseYaml(text: string, field: string): Parsed {
  try {
    const document = parseDocument(text, { prettyErrors: true, stringKeys: true })
    const [error] = document.errors
    if (error) return unreadableYaml(field, oneLine(error.message))
    return { ok: true, value: document.toJS({ maxAliasCount: 100 }) }
  } catch (error) {
    return unreadableYaml(field, error instanceof Error ? oneLine(error.message) : 'it cannot be read')
  }
}

/** What the engine says of the reader's own recursion. */
const EXHAUSTED = 'Maximum call stack size exceeded'

function unreadableYaml(field: string, why: string): Parsed {
  return why.startsWith(EXHAUSTED)
    ? broken(field, why.replace(EXHAUSTED, 'values lie too deep'), TOO_DEEP_MEND)
    : broken(field, `it is neither JSON nor YAML: ${why}`, 'Mend the text there.')
}

const oneLine = (message: string) => message.split('\n')[0]?.replace(/:$/, '') ?? message
const broken = (field: string, rule: string, mend: string): Parsed => ({
  ok: false,
  problems: [problem(field, undefined, rule, mend)],
})

export type Members = Record<string, unknown>

/** The value as an object, or null with a problem noted. */
export function asObject(value: unknown, field: string, problems: Problem[]): Members | null {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members
  problems.push(problem(field, value, 'it must be an object', 'Write it as members with names.'))
  return null
}

/** The value as a list; a member that is left out is an empty one. Anything else is noted. */
export function asList(value: unknown, field: string, problems: Problem[]): unknown[] {
  if (value === undefined) return []
  if (Array.isArray(value)) return value
  problems.push(problem(field, value, 'it must be a list', 'Write it as a list; it may be empty.'))
  return []
}

/** Notes every member that is not among the known ones: a misspelt member must never be ignored. */
export function noteUnknown(
  members: Members,
  known: readonly string[],
  field: string,
  problems: Problem[],
): void {
  for (const name of Object.keys(members)) {
    if (known.includes(name)) continue
    const where = field === '' ? name : `${field}.${name}`
    problems.push(
      problem(where, members[name], 'there is no such member', `The members are ${known.join(', ')}.`),
    )
  }
}
