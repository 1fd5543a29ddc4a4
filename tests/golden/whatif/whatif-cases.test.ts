import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse, parseDocument } from 'yaml'
import { runInProcess } from '~/tests/support/command'

interface WhatIfCase {
  name: string
  policies: unknown
  host: unknown
  args?: string[]
  expect?: unknown
}

interface CompareCase {
  name: string
  files: Record<string, unknown>
  args: string[]
  expect?: unknown
}

const folder = import.meta.dirname
const writing = process.env.GOLDEN === 'write'
const read = <Case>(file: string) => parse(readFileSync(join(folder, file), 'utf8')) as Case[]

function check(file: string, index: number, wanted: unknown, answer: unknown) {
  if (!writing) return expect(answer).toEqual(wanted)
  const document = parseDocument(readFileSync(join(folder, file), 'utf8'))
  document.setIn([index, 'expect'], answer)
  writeFileSync(join(folder, file), document.toString({ lineWidth: 0 }))
}

const inputs = ({ policies, host }: Pick<WhatIfCase, 'policies' | 'host'>) => ({
  'p.json': JSON.stringify({ policies }),
  'h.json': JSON.stringify(host),
})
const files = ['--policies', 'p.json', '--host', 'h.json']

interface Printed {
  settings: Record<string, { value: unknown; policy: string }>
  lost: { setting: string; policy: string; lostTo: string; value: unknown }[]
  notApplicable: { setting: string; reason: string }[]
  skipped: { policy: string; reason: string }[]
  evidence: Evidence[]
  predictions: { id: number; user?: string; loopback: string | null; reason?: string; by: string }[]
  warnings: { code: string; policy: string }[]
  user?: { settings: Printed['settings']; evidence: Evidence[] }
}
interface Evidence {
  policy: string
  reason?: string
  filters: { type: string; mode: string; value: string; fact: string | null; matched: boolean; enabled: boolean }[]
}

const settingsText = (settings: Printed['settings']) =>
  Object.entries(settings).map(([id, { value, policy }]) => `${id} = ${JSON.stringify(value)} by ${policy}`)

const evidenceText = (evidence: Evidence[]) =>
  evidence.map(({ policy, reason, filters }) => {
    const rows = filters.map(
      (row) =>
        `${row.mode} ${row.type} ${row.value} ${row.matched ? 'is' : 'is not'} ${row.fact ?? 'known'}${row.enabled ? '' : ' (off)'}`,
    )
    return [`${policy}: ${reason ?? 'applies'}`, ...rows].join('; ')
  })

/** What is printed, in the short form in which cases are written. */
function shortForm(printed: Printed) {
  const parts = {
    settings: settingsText(printed.settings),
    lost: printed.lost.map(({ setting, policy, lostTo, value }) => `${setting} of ${policy} = ${JSON.stringify(value)} to ${lostTo}`),
    notApplicable: printed.notApplicable.map(({ setting, reason }) => `${setting}: ${reason}`),
    skipped: printed.skipped.map(({ policy, reason }) => `${policy}: ${reason}`),
    evidence: evidenceText(printed.evidence),
    predictions: printed.predictions.map(
      ({ id, user, loopback, reason, by }) => `${id}${user ? ` ${user}` : ''}: ${loopback ?? 'none'} by ${by}${reason ? `, ${reason}` : ''}`,
    ),
    warnings: printed.warnings.map(({ code, policy }) => `${code} ${policy}`),
    userSettings: settingsText(printed.user?.settings ?? {}),
    userEvidence: evidenceText(printed.user?.evidence ?? []),
  }
  return Object.fromEntries(Object.entries(parts).filter(([, list]) => list.length > 0))
}

describe('golden what-if cases', () => {
  for (const [index, one] of read<WhatIfCase>('whatif.yaml').entries()) {
    it(one.name, async () => {
      const ran = await runInProcess(['whatif', ...files, '--json', ...(one.args ?? [])], inputs(one))
      expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: '' })
      check('whatif.yaml', index, one.expect, shortForm(JSON.parse(ran.out) as Printed))
    })
  }
})

describe('golden compare cases', () => {
  for (const [index, one] of read<CompareCase>('compare.yaml').entries()) {
    it(one.name, async () => {
      const texts = Object.fromEntries(Object.entries(one.files).map(([name, value]) => [name, JSON.stringify(value)]))
      const { code, out, err } = await runInProcess(['compare', '--json', ...one.args], texts)
      const answer = code === 0 ? (JSON.parse(out) as Record<string, unknown>) : { code, err: err.split('\n')[0] }
      check('compare.yaml', index, one.expect, answer)
    })
  }
})

describe('whatif is a superset of resolve', () => {
  const resolveFolder = join(folder, '..', 'resolve')
  interface ResolveCase {
    policies: unknown
    host: unknown
    options?: string[]
  }
  for (const file of readdirSync(resolveFolder).filter((name) => name.endsWith('.yaml'))) {
    it(`${file}: the same files, the same members, the same refusals`, async () => {
      const { policies, host, options = [] } = parse(readFileSync(join(resolveFolder, file), 'utf8')) as ResolveCase
      const given = {
        'p.json': typeof policies === 'string' ? policies : JSON.stringify(Array.isArray(policies) ? { policies } : policies),
        'h.json': typeof host === 'string' ? host : JSON.stringify(host),
      }
      const plain = await runInProcess(['resolve', ...files, '--json', ...options], given)
      const more = await runInProcess(['whatif', ...files, '--json', ...options], given)
      expect({ code: more.code, err: more.err }).toEqual({ code: plain.code, err: plain.err })
      if (plain.code !== 0) return
      const [one, other] = [JSON.parse(plain.out), JSON.parse(more.out)] as Record<string, unknown>[]
      // Members in the same order too: the line begins alike.
      expect(more.out.startsWith(plain.out.trimEnd().slice(0, -1))).toBe(true)
      expect(other).toMatchObject(one ?? {})
      expect(Object.keys(other ?? {})).toEqual(expect.arrayContaining(['skipped', 'lost', 'evidence', 'predictions']))
    })
  }
})
