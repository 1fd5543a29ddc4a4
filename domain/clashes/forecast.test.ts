import { describe, expect, it } from 'vitest'
import type { PolicySettings } from '../policy-model'
import type { Asked } from './asked'
import { forecast } from './forecast'

const asks = (
  program: string,
  port: number,
  at: Asked['at'] = 'loopback',
  protocol: Asked['protocol'] = 'tcp',
): Asked => ({
  program,
  protocol,
  port,
  at,
})
const listing = (...programs: string[]): PolicySettings => ({
  VirtualLoopbackSupport: true,
  VirtualLoopbackPrograms: programs,
})
const rows = (
  asked: Asked[],
  now: PolicySettings,
  draft: PolicySettings,
  family: 'windows' | 'linux' = 'windows',
) =>
  forecast({ family, asked, pairs: [], now, draft }).rows.map(
    ({ program, other, now: before, draft: after, change }) => [program, other, before, after, change],
  )

describe('from the second session on', () => {
  it('an unlisted program clashes with itself on its port, and a draft that lists it ends that', () => {
    expect(rows([asks('app.exe', 5060)], {}, listing('APP.exe'))).toEqual([
      ['app.exe', 'app.exe', 'sure', null, 'vanishes'],
    ])
    expect(rows([asks('app.exe', 5060)], listing('app.exe'), {})).toEqual([
      ['app.exe', 'app.exe', null, 'sure', 'appears'],
    ])
    expect(rows([asks('app.exe', 5060)], {}, {})).toEqual([['app.exe', 'app.exe', 'sure', 'sure', 'remains']])
  })

  it('two programs clash with each other on one port, also when one of them is listed', () => {
    const both = [asks('a.exe', 7000), asks('b.exe', 7000)]
    expect(rows(both, {}, listing('a.exe')).map(([one, other, , , change]) => [one, other, change])).toEqual([
      ['b.exe', 'b.exe', 'remains'],
      ['a.exe', 'a.exe', 'vanishes'],
      ['a.exe', 'b.exe', 'vanishes'],
    ])
  })

  it('TCP and UDP, and other ports, live side by side', () => {
    const apart = [asks('a.exe', 7000), asks('b.exe', 7000, 'loopback', 'udp'), asks('c.exe', 7001)]
    expect(rows(apart, listing('a.exe', 'b.exe', 'c.exe'), {}).map(([one, other]) => [one, other])).toEqual([
      ['a.exe', 'a.exe'],
      ['b.exe', 'b.exe'],
      ['c.exe', 'c.exe'],
    ])
  })

  it('0.0.0.0 beside a specific address clashes on Linux, and on Windows with exclusive use only', () => {
    const mixed = [asks('any', 7000, 'any'), asks('near', 7000, 'loopback')]
    const pair = (family: 'windows' | 'linux') =>
      rows(mixed, {}, {}, family).find(([one, other]) => one !== other)?.[2]
    expect(pair('linux')).toBe('sure')
    expect(pair('windows')).toBe('if-exclusive')
  })

  it('0.0.0.0 is kept apart by a virtual IP, not by virtual loopback', () => {
    const any = [asks('srv.exe', 8000, 'any')]
    expect(rows(any, {}, listing('srv.exe'))).toEqual([['srv.exe', 'srv.exe', 'sure', 'sure', 'remains']])
    const perProgram: PolicySettings = {
      VirtualIpEnabled: true,
      VirtualIpMode: 'per-program',
      VirtualIpPrograms: ['srv.exe'],
    }
    expect(rows(any, {}, perProgram)).toEqual([['srv.exe', 'srv.exe', 'sure', null, 'vanishes']])
  })

  it('a port that is left out of virtual loopback clashes as before', () => {
    const left = { ...listing('app.exe'), VirtualLoopbackPortExclusion: [5060] }
    expect(
      rows([asks('app.exe', 5060), asks('app.exe', 5061)], {}, left).map(([, , , , change]) => change),
    ).toEqual(['remains', 'vanishes'])
  })

  it('ports that the system picks, its own programs and discovery by UDP are no forecast', () => {
    const none = [asks('app.exe', 50_000), asks('svchost.exe', 135, 'any'), asks('a.exe', 5353, 'any', 'udp')]
    expect(rows(none, {}, {})).toEqual([])
  })

  it('a draft that lists one end of a conversation cuts it in two', () => {
    const pairs = [{ listener: 'crm.exe', client: 'helper.exe', port: 8085 }]
    const cut = (now: PolicySettings, draft: PolicySettings) =>
      forecast({ family: 'windows', asked: [], pairs, now, draft }).cuts.map(({ change }) => change)
    expect(cut({}, listing('crm.exe'))).toEqual(['appears'])
    expect(cut(listing('crm.exe'), listing('crm.exe', 'helper.exe'))).toEqual(['vanishes'])
    expect(cut({}, listing('crm.exe', 'helper.exe'))).toEqual([])
  })
})
