import { describe, expect, test } from 'vitest'
import type { PolicySettings } from '~/domain/policy-model'
import { compileList, type ResolvedEntry, SELF_TEST_NAME } from './compile-list'
import { PROGRAM_FLAGS, SESSION_FLAGS } from './filter-values'

const byName = (entry: string): ResolvedEntry => ({ names: [entry] })
const flagsOf = (settings: PolicySettings, resolve = byName) => {
  const { programs } = compileList(settings, resolve)
  return Object.fromEntries([...programs].filter(([name]) => name !== SELF_TEST_NAME))
}
const LOOP: PolicySettings = { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['crm', 'cti'] }
const VIP: PolicySettings = {
  VirtualIpEnabled: true,
  VirtualIpMode: 'per-program',
  VirtualIpPrograms: ['cti', 'scan'],
}

describe('what programs are listed for', () => {
  test('a list without its switch lists nothing', () => {
    expect(flagsOf({ VirtualLoopbackPrograms: ['crm'], LoopbackMasking: ['crm'] })).toEqual({})
    expect(flagsOf({ VirtualIpEnabled: false, VirtualIpPrograms: ['crm'] })).toEqual({})
  })

  test('each feature has its own list', () => {
    const { loop, vip } = PROGRAM_FLAGS
    expect(flagsOf({ ...LOOP, ...VIP })).toEqual({ crm: loop, cti: loop | vip, scan: vip })
  })

  test('PreferLoopback holds for every listed program, or for those it names', () => {
    const { loop, vip, preferLoop } = PROGRAM_FLAGS
    const both = { ...LOOP, ...VIP, PreferLoopback: true }
    expect(flagsOf(both)).toEqual({
      crm: loop | preferLoop,
      cti: loop | vip | preferLoop,
      scan: vip | preferLoop,
    })
    expect(flagsOf({ ...both, PreferLoopbackProcesses: ['cti'] })).toMatchObject({ crm: loop, scan: vip })
    expect(flagsOf({ ...LOOP, PreferLoopback: true })).toEqual({ crm: loop, cti: loop })
  })

  test('a symbolic link covers what it leads to; a path covers a file and no name', () => {
    const file = { major: 8, minor: 1, inode: 42n }
    const resolve = (entry: string): ResolvedEntry =>
      entry.startsWith('/') ? { names: [], file } : { names: [entry, `${entry}.11`], note: 'a link' }
    const list = compileList({ ...LOOP, VirtualLoopbackPrograms: ['python3', '/opt/crm'] }, resolve)
    expect([...list.programs.keys()]).toEqual(['python3', 'python3.11', SELF_TEST_NAME])
    expect([...list.files.values()]).toEqual([{ file, flags: PROGRAM_FLAGS.loop }])
    expect(list.flags & SESSION_FLAGS.files).toBeTruthy()
    expect(list.notes).toEqual(['a link'])
  })
})

describe('what a session is told', () => {
  test('only what is on', () => {
    expect(compileList({}, byName).flags).toBe(0)
    expect(compileList(LOOP, byName).flags).toBe(SESSION_FLAGS.loop)
    expect(compileList(VIP, byName).flags).toBe(SESSION_FLAGS.vip)
    expect(compileList({ VirtualIpEnabled: true }, byName).flags).toBe(
      SESSION_FLAGS.vip | SESSION_FLAGS.vipAll,
    )
  })

  test('ports are excluded while virtual loopback is on, once each', () => {
    const ports = { VirtualLoopbackPortExclusion: [9000, 80, 9000] }
    expect(compileList({ ...LOOP, ...ports }, byName)).toMatchObject({
      ports: [80, 9000],
      flags: SESSION_FLAGS.loop | SESSION_FLAGS.ports,
    })
    expect(compileList({ ...VIP, ...ports }, byName).ports).toEqual([])
  })

  test('masking needs its hooks only where a program is masked', () => {
    expect(compileList(LOOP, byName).masks).toBe(false)
    expect(compileList({ ...LOOP, LoopbackMasking: ['crm'] }, byName).masks).toBe(true)
    expect(compileList({ LoopbackMasking: ['crm'] }, byName).masks).toBe(false)
  })
})
