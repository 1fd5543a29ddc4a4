import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSettingId } from '~/domain/settings'
import { importFiles } from '~/formats/import/import-files'
import type { ImportFilesResult } from '~/formats/import/import-result'
import { LEGACY_SETTING_IDS } from '~/formats/import/read-setting'

interface Written {
  name: string
  settings: { id: string; on: boolean }[]
  filters: { type: string; value: string; enabled: boolean; allowed: boolean }[]
}

const settingId = fc.oneof(
  fc.constantFrom('VirtualLoopbackSupport', 'PreferLoopback', 'VirtualIpEnabled', ...LEGACY_SETTING_IDS, 'AudioQuality', 'IcaListenerPortNumber'),
  fc.stringMatching(/^[A-Z][a-z]{3,8}$/),
)
const filter = fc.record({
  type: fc.constantFrom('ClientIP', 'ClientName', 'OU', 'User', 'BranchRepeater', 'WorkerGroup', 'DesktopKind'),
  value: fc.constantFrom('10.0.0.1', 'PC*', 'OU=A,DC=x', 'S-1-5-21-1', '', 'Shared'),
  enabled: fc.boolean(),
  allowed: fc.boolean(),
})
const policy: fc.Arbitrary<Written> = fc.record({
  name: fc.stringMatching(/^[A-Za-z][A-Za-z0-9 ]{0,10}[A-Za-z]$/),
  settings: fc.uniqueArray(fc.record({ id: settingId, on: fc.boolean() }), { maxLength: 6, selector: ({ id }) => id }),
  filters: fc.array(filter, { maxLength: 4 }),
})
const policies = fc.uniqueArray(policy, { maxLength: 5, selector: ({ name }) => name.toLowerCase() })

const asRest = (list: Written[]) =>
  JSON.stringify(
    list.map(({ name, settings, filters }) => ({
      policyName: name,
      isEnabled: true,
      settings: settings.map(({ id, on }) => ({ settingName: id, settingValue: on ? '1' : '0' })),
      filters: filters.map(({ type, value, enabled, allowed }) => ({ filterType: type, filterData: value, isEnabled: enabled, isAllowed: allowed })),
    })),
  )

const asXml = (list: Written[]) =>
  `<Policies xmlns="PolicyData.xsd"><Computer>${list
    .map(({ name, settings, filters }) => {
      const set = settings.map(({ id, on }) => `<Setting><Name>${id}</Name><State>${on ? 'Enabled' : 'Disabled'}</State></Setting>`)
      const narrow = filters.map(
        ({ type, value, enabled, allowed }) =>
          `<Filter><Name>f</Name><Mode>${allowed ? 'Allow' : 'Deny'}</Mode><Enabled>${enabled}</Enabled><FilterType>${type}</FilterType><FilterValue>${value}</FilterValue></Filter>`,
      )
      return `<Policy><PolicyName>${name}</PolicyName><Enabled>True</Enabled><Settings>${set.join('')}</Settings><Filters>${narrow.join('')}</Filters></Policy>`
    })
    .join('')}</Computer></Policies>`

/** Every setting and every filter stands in a policy or on a list, once; and no policy reaches more than it did. */
function expectAll(result: ImportFilesResult, list: Written[]) {
  if (!result.ok) expect.fail(JSON.stringify(result.problems))
  for (const { name, settings, filters } of list) {
    const read = result.policies.find((found) => found.name === name)
    for (const { id, on } of settings) {
      const listed = [...result.unknown, ...result.legacy].filter((row) => row.kind === 'setting' && row.policy === name && row.name === id)
      const value = isSettingId(id) ? read?.settings[id] : undefined
      expect([value !== undefined, listed.length > 0]).toEqual(isSettingId(id) ? [true, false] : [false, true])
      if (isSettingId(id)) expect(value).toBe(on)
    }
    if (!read) {
      expect(result.unknown).toContainEqual(expect.objectContaining({ kind: 'policy', name }))
      continue
    }
    const lost = result.unknown.filter((row) => row.kind === 'filter' && row.policy === name)
    expect(read.filters.length + lost.length).toBe(filters.length)
    const kept = read.filters.filter(({ enabled }) => enabled).length
    const was = filters.filter(({ enabled }) => enabled).length
    expect(read.enabled).toBe(kept === was)
  }
}

describe('an import drops nothing in silence', () => {
  it.each([
    ['REST JSON', 'p.json', asRest],
    ['Export-Policy XML', 'p.xml', asXml],
  ])('%s', async (_, name, write) => {
    await fc.assert(
      fc.asyncProperty(policies, async (list) => {
        const from = name === 'p.json' ? 'rest' : 'citrix-xml'
        expectAll(await importFiles([{ name, bytes: new TextEncoder().encode(write(list)) }], { from }), list)
      }),
      { numRuns: 300 },
    )
  })
})
