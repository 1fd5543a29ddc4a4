import { describe, expect, it } from 'vitest'
import { type HostInForce, type ProgramOnHost, standingOf } from './standing'

const LISTED = { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['app.exe', 'helper.exe'] }
const host = (id: string, settings: HostInForce['settings'] = LISTED, settled = true): HostInForce => ({
  id,
  name: id.toUpperCase(),
  family: 'windows',
  settings,
  settled,
})
const seen = (hostId: string, sessions = 2, clashing = 0): ProgramOnHost => ({
  hostId,
  key: 'app.exe',
  sessions,
  clashing,
})
const app = { program: 'App.exe', verdict: 'needs-loopback' as const, pairs: [] }

describe('a finding on the farm', () => {
  it('is confirmed when every host where it was seen lists it, and no session clashes', () => {
    expect(standingOf(app, 'windows', [host('a'), host('b')], [seen('a'), seen('b', 0)])).toEqual({
      confirmed: 'listed-and-apart',
      hosts: 2,
      covered: 2,
      sessions: 2,
      uncovered: [],
      clashing: [],
    })
  })

  it('is not while one host does not list it, or a session still sits on the shared address', () => {
    expect(standingOf(app, 'windows', [host('a'), host('b', {})], [seen('a'), seen('b')])).toMatchObject({
      confirmed: null,
      uncovered: ['B'],
    })
    expect(standingOf(app, 'windows', [host('a')], [seen('a', 2, 1)])).toMatchObject({
      confirmed: null,
      covered: 0,
      clashing: ['A'],
    })
  })

  it('that was seen on no host is confirmed once every host that lists it has said so', () => {
    expect(standingOf(app, 'windows', [host('a')], [])).toMatchObject({ confirmed: 'listed', hosts: 1 })
    expect(standingOf(app, 'windows', [host('a'), host('b', LISTED, false)], []).confirmed).toBeNull()
    expect(standingOf(app, 'windows', [host('a', {})], [])).toMatchObject({ confirmed: null, hosts: 0 })
  })

  it('of a broken pair needs both ends listed', () => {
    const pair = { listener: 'App.exe', client: 'other.exe', port: 1 }
    const broken = { ...app, verdict: 'broken-pair' as const, pairs: [pair] }
    expect(standingOf(broken, 'windows', [host('a')], [seen('a')]).confirmed).toBeNull()
    const mended = { ...broken, pairs: [{ ...pair, client: 'helper.exe' }] }
    expect(standingOf(mended, 'windows', [host('a')], [seen('a')]).confirmed).toBe('listed-and-apart')
  })

  it('of a virtual IP is covered by a host that gives one to every session', () => {
    const needs = { ...app, verdict: 'needs-virtual-ip' as const }
    expect(standingOf(needs, 'windows', [host('a', { VirtualIpEnabled: true })], [seen('a')]).confirmed).toBe(
      'listed-and-apart',
    )
    const perProgram = {
      VirtualIpEnabled: true,
      VirtualIpMode: 'per-program' as const,
      VirtualIpPrograms: [],
    }
    expect(standingOf(needs, 'windows', [host('a', perProgram)], [seen('a')]).confirmed).toBeNull()
  })

  it('leaves a program alone that is shown 127.0.0.1 on purpose', () => {
    const masked = { ...LISTED, LoopbackMasking: ['app.exe'] }
    expect(standingOf(app, 'windows', [host('a', masked)], [seen('a', 2, 2)]).confirmed).toBe(
      'listed-and-apart',
    )
  })
})
