import { expect, test } from 'vitest'
import type { SeenOnHosts } from '~/domain/discovery/list-linter'
import type { Policy } from '~/domain/policy-model'
import { lintPolicy } from './lint-lists'

const policy = (programs: string[]): Policy => ({
  ...{ name: 'Desk', description: '', enabled: true, priority: 1, filters: [] },
  settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: programs },
})
const seen = (family: SeenOnHosts['family'], hosts: number, ...programs: string[]): SeenOnHosts => ({
  ...{ family, hosts, pairs: [] },
  programs: new Map(programs.map((program) => [program, 1])),
})
const told = (programs: string[], ...farm: SeenOnHosts[]) =>
  lintPolicy(policy(programs), farm).map(({ message }) => message)

test('an entry that no host has is told once, with the hosts of both systems; one that either has is not', () => {
  const farm = [seen('windows', 24, 'phone.exe'), seen('linux', 2, 'phone')]
  expect(told(['phone.exe', 'phone', 'gone.exe'], ...farm)).toEqual([
    '"gone.exe" was not seen on any of 26 hosts',
  ])
})

test('a system of which no host was looked at says nothing of absence', () => {
  const message = '"gone.exe" was not seen on any of 24 hosts'
  expect(told(['gone.exe'], seen('windows', 24), seen('linux', 0))).toEqual([message])
  expect(told(['gone.exe'], seen('windows', 0))).toEqual([])
})

test('an entry with quotation marks in it is named whole', () => {
  expect(told(['"q.exe"'], seen('windows', 24))).toEqual(['""q.exe"" was not seen on any of 24 hosts'])
})
