/** JSON or YAML text into plain values, and the reading of objects member by member. */

import { parseDocument } from 'yaml'
import { type Problem, problem } from '~/domain/result'
import { deepJson, deepYaml, MAX_DEPTH } from './depth'

export type Parsed = { ok: true; value: unknown } | { ok: false; problems: Problem[] }

/** Reads one JSON or YAML document. What breaks the syntax is told with its place in the text. */
export function parseText(text: string, field: string): Parsed {
  const plain = text.replace(/^\ufeff/, '')
  if (plain.trim() === '') return broken(field, 'the file is empty', 'Write JSON or YAML into it.')
  if (/^\s*[{[]/.test(plain)) {
    try {
      const value: unknown = JSON.parse(plain)
      const deep = deepJson(plain)
      return deep === null ? { ok: true, value } : tooDeep(field, deep)
    } catch {
      // Not JSON, but it may be YAML that begins in the same way.
    }
  }
  return parseYaml(plain, field)
}

function parseYaml(text: string, field: string): Parsed {
  const deep = deepYaml(text)
  if (deep !== null) return tooDeep(field, deep)
  try {
    const document = parseDocument(text, { prettyErrors: true, stringKeys: true })
    const [error] = document.errors
    if (error)
      return broken(field, `it is neither JSON nor YAML: ${oneLine(error.message)}`, 'Mend the text there.')
    return { ok: true, value: document.toJS({ maxAliasCount: 100 }) }
  } catch (error) {
    const why = error instanceof Error ? oneLine(error.message) : 'it cannot be read'
    return broken(field, `it is neither JSON nor YAML: ${why}`, 'Mend the text there.')
  }
}

const tooDeep = (field: string, place: string): Parsed =>
  broken(
    field,
    `values lie more than ${MAX_DEPTH} deep ${place}`,
    'No file of ours looks like this; choose another.',
  )

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
