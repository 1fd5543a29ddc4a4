import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { runInProcess } from '~/tests/support/command'

/**
 * A case: what goes in, and all that must come out. A member of `expected` that is left out must be empty; reasons are
 * given in part, messages not at all; `errors` are the beginnings of the lines that refuse the files, one for each.
 */
interface Case {
  name: string
  options?: string[]
  policies: unknown
  host: unknown
  expected: {
    settings?: Record<string, { value: unknown; policy: string }>
    losers?: unknown[]
    notApplicable?: { setting: string; policy: string; reason: string }[]
    warnings?: { code: string; policy: string }[]
    sessions?: unknown[]
    errors?: string[]
  }
}

const folder = new URL('./resolve/', import.meta.url)
const cases = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => ({ file, ...(parse(readFileSync(new URL(file, folder), 'utf8')) as Case) }))

async function resolveCase({ policies, host, options = [] }: Case) {
  const files = { policies: JSON.stringify({ policies }), host: JSON.stringify(host) }
  return runInProcess(['resolve', '--policies', 'policies', '--host', 'host', '--json', ...options], files)
}

function expectAnswer(line: string, { expected }: Case) {
  expect(line.endsWith('\n') && line.indexOf('\n') === line.length - 1).toBe(true)
  const answer = JSON.parse(line) as Required<Case['expected']>
  expect(Object.keys(answer)).toEqual(['settings', 'losers', 'notApplicable', 'warnings', 'sessions'])
  expect(answer.settings).toEqual(expected.settings)
  expect(Object.keys(answer.settings)).toEqual(Object.keys(expected.settings ?? {}))
  expect(answer.losers).toEqual(expected.losers ?? [])
  expect(answer.warnings.map(({ code, policy }) => ({ code, policy }))).toEqual(expected.warnings ?? [])
  expect(answer.sessions).toEqual(expected.sessions ?? [])
  const wanted = (expected.notApplicable ?? []).map((row) => ({ ...row, reason: expect.stringContaining(row.reason) }))
  expect(answer.notApplicable).toEqual(wanted)
}

function expectErrors(lines: string[], errors: string[]) {
  expect(lines.length).toBe(errors.length)
  for (const error of errors) {
    expect(lines.some((line) => line.replace(/^vipfarm: (?:policies|host): /, '').startsWith(error)), error).toBe(true)
  }
}

describe('policies resolve as the rulebook says', () => {
  it('in 60 cases at least, each with a name of its own', () => {
    expect(cases.length).toBeGreaterThanOrEqual(60)
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
  })

  it.each(cases)('$file: $name', async (golden) => {
    const { code, out, err } = await resolveCase(golden)
    if (golden.expected.errors) {
      expect({ code, out }).toEqual({ code: 1, out: '' })
      expectErrors(err.trimEnd().split('\n'), golden.expected.errors)
    } else {
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expectAnswer(out, golden)
    }
  })
})
