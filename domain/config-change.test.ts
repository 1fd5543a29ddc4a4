import { expect, test } from 'vitest'
import { configChange } from '~/domain/config-change'
import type { HostConfig } from '~/domain/host-config'

const config = (more: Partial<HostConfig> = {}): HostConfig => ({
  v: 1,
  settings: {},
  notApplicable: [],
  ...more,
})

test('equal configs have no change', () => {
  const one = config({ settings: { VirtualLoopbackPrograms: ['a.exe'] } })
  expect(configChange(one, config(one))).toEqual({ settings: [], notApplicable: [] })
})

test('a first config is all new', () => {
  expect(configChange(null, config({ settings: { VirtualLoopbackSupport: true } })).settings).toMatchObject([
    { setting: 'VirtualLoopbackSupport', kind: 'set', after: true },
  ])
})

test('lists are told by entries, and only what hosts newly cannot do is told of', () => {
  const cannot = (reason: string) => ({ setting: 'VirtualIpEnabled' as const, reason })
  const before = config({
    settings: { VirtualLoopbackPrograms: ['a.exe', 'b.exe'] },
    notApplicable: [cannot('server-os-only')],
  })
  const after = config({
    settings: { VirtualLoopbackPrograms: ['b.exe', 'c.exe'] },
    notApplicable: [cannot('server-os-only'), cannot('cloud-hosted')],
  })
  expect(configChange(before, after)).toMatchObject({
    settings: [{ added: ['c.exe'], removed: ['a.exe'] }],
    notApplicable: [cannot('cloud-hosted')],
  })
})
