import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Policy } from '~/domain/policy-model'
import { bare, citrixPart, idsFor, policies } from '~/tests/golden/import/random-policies'
import { readPowershell } from '../citrix/read-powershell'
import { readRest } from '../citrix/read-rest'
import { writePowershell } from '../citrix/write-powershell'
import { writeRest } from '../citrix/write-rest'
import type { IdNames, ImportResult } from '../import/import-result'
import { readPolicyFile } from '../policy-file'
import { writePolicyYaml } from '../policy-yaml'
import { readReg } from '../registry/read-reg'
import { encodeReg, writeReg } from '../registry/write-reg'
import { readTerraform } from '../terraform/read-terraform'
import { writeTerraform } from '../terraform/write-terraform'
import type { Exported, NameIds } from './export-result'

const fileOf = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) })

function namesOf(list: Policy[], ids: NameIds): IdNames {
  const names: IdNames = { deliveryGroups: new Map(), tags: new Map(), users: new Map() }
  for (const { type, value } of list.flatMap(({ filters }) => filters)) {
    const section =
      type === 'DesktopGroup'
        ? 'deliveryGroups'
        : type === 'DesktopTag'
          ? 'tags'
          : type === 'User'
            ? 'users'
            : null
    const id = section && ids[section].get(value.toLowerCase())
    if (section && id && !names[section].has(id.toLowerCase())) names[section].set(id.toLowerCase(), value)
  }
  return names
}

// Names that differ in letters' case only share an id, so only one spelling comes back.
const folded = (list: Pick<Policy, 'filters'>[]) =>
  list.map((policy) => ({
    ...policy,
    filters: policy.filters.map((one) => ({ ...one, value: one.value.toLowerCase() })),
  }))

function expectSame(
  read: ImportResult,
  wanted: ReturnType<typeof citrixPart>,
  written: Exported,
  list: Policy[],
) {
  if (!read.ok) expect.fail(JSON.stringify(read.problems))
  expect(read.unknown).toEqual([])
  expect(folded(read.policies.map(bare))).toEqual(folded(wanted))
  expectListed(written, list)
}

/** Every setting and filter that was left behind is on the list. */
function expectListed({ notExpressible }: Exported, list: Policy[]) {
  for (const { name, settings, filters } of list) {
    const listed = notExpressible.filter(({ policy }) => policy === name)
    if (listed.some(({ consequence }) => consequence === 'policy-left-out')) continue
    for (const id of Object.keys(settings)) {
      if (/^VirtualLoopback(?:Support|Programs)$/.test(id)) continue
      expect(listed.map(({ what }) => what)).toContain(`setting ${id}`)
    }
    for (const filter of filters.filter(({ type }) => type === 'HostName')) {
      expect(listed.map(({ what }) => what)).toContain(`filter HostName ${filter.value}`)
    }
  }
}

describe('what an exporter writes, its importer reads back to the same policies', () => {
  it('YAML: export, import, export is the same bytes', () => {
    fc.assert(
      fc.property(policies, (list) => {
        const text = writePolicyYaml(list)
        const read = readPolicyFile(text)
        if (!read.ok) expect.fail(JSON.stringify(read.problems))
        expect(read.policies).toEqual(list)
        expect(writePolicyYaml(read.policies)).toBe(text)
      }),
      { numRuns: 300 },
    )
  })

  it('Orchestration REST JSON', async () => {
    await fc.assert(
      fc.asyncProperty(policies, async (list) => {
        const ids = idsFor(list)
        const written = writeRest(list, ids)
        const read = await readRest(fileOf('p.json', written.text), namesOf(list, ids))
        expectSame(
          read,
          citrixPart(list, ({ type }) => type === 'HostName'),
          written,
          list,
        )
      }),
      { numRuns: 300 },
    )
  })

  it('PowerShell, in pure ASCII whatever the names are', async () => {
    await fc.assert(
      fc.asyncProperty(policies, async (list) => {
        const written = writePowershell(list)
        expect(written.text).toMatch(/^[\n -~]*$/)
        const read = await readPowershell(fileOf('p.ps1', written.text))
        const left = new Set(
          written.notExpressible
            .filter(({ consequence }) => consequence === 'policy-left-out')
            .map(({ policy }) => policy),
        )
        const wanted = citrixPart(
          list,
          ({ type }) => type === 'HostName',
          ({ name }) => left.has(name),
        )
        expectSame(read, wanted, written, list)
      }),
      { numRuns: 300 },
    )
  })

  it('terraform configuration', async () => {
    await fc.assert(
      fc.asyncProperty(policies, async (list) => {
        const ids = idsFor(list)
        const written = writeTerraform(list, ids)
        const read = await readTerraform([fileOf('p.tf', written.text)], namesOf(list, ids))
        expectSame(
          read,
          citrixPart(list, ({ type }) => type === 'HostName'),
          written,
          list,
        )
      }),
      { numRuns: 150 },
    )
  })

  it('.reg files, as the bytes that regedit reads', async () => {
    await fc.assert(
      fc.asyncProperty(policies, fc.constantFrom('x64' as const, 'x86' as const), async (list, arch) => {
        for (const policy of list) {
          const written = writeReg(policy, arch)
          const read = await readReg({ name: 'hosts.reg', bytes: encodeReg(written.text) })
          if (!read.ok) expect.fail(JSON.stringify(read.problems))
          const left = new Set(written.notExpressible.map(({ what }) => what))
          const kept = Object.entries(policy.settings).filter(([id]) => !left.has(`setting ${id}`))
          const wanted = Object.fromEntries(kept)
          if (policy.settings.VirtualIpEnabled !== undefined) wanted.VirtualIpMode ??= 'per-session'
          expect(read.policies[0]?.settings ?? {}).toEqual(wanted)
          expect([...left].filter((what) => what.startsWith('filter'))).toHaveLength(
            new Set(policy.filters.map(({ type, value }) => `${type} ${value}`)).size,
          )
        }
      }),
      { numRuns: 200 },
    )
  })

  it('switches a policy off rather than let it reach more hosts', async () => {
    await fc.assert(
      fc.asyncProperty(policies, async (list) => {
        const read = await readRest(fileOf('p.json', writeRest(list).text))
        if (!read.ok) expect.fail(JSON.stringify(read.problems))
        for (const policy of read.policies.filter(({ enabled }) => enabled)) {
          const original = list.find(({ name }) => name === policy.name)
          expect(policy.filters.length).toBeGreaterThanOrEqual(
            original?.filters.filter(({ enabled }) => enabled).length ?? 0,
          )
        }
      }),
      { numRuns: 100 },
    )
  })
})
