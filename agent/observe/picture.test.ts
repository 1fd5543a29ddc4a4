import { describe, expect, it } from 'vitest'
import type { HostConfig } from '~/domain/host-config'
import type { ReportedSocket } from '~/protocol/report'
import type { ObservedSession } from '../drivers/driver'
import { memoryStorage } from '../storage/memory'
import { FirstSeen } from './first-seen'
import { type PictureContext, Pictures } from './picture'

const LOGON = Date.parse('2026-05-03T08:00:00.000Z')

const socket = (port: number): ReportedSocket => ({
  program: 'softphone',
  protocol: 'tcp',
  listening: true,
  local: { address: '127.0.0.8', port },
})
const SOCKETS = [socket(5060)]
const CONFIG: HostConfig = {
  v: 1,
  settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['softphone'] },
  notApplicable: [],
}
const session = (more: Partial<ObservedSession> = {}): ObservedSession => ({
  ...{ id: 7, logonAt: LOGON, user: 'ana', protocol: 'ica', addresses: [], sockets: SOCKETS },
  ...more,
})

async function look(): Promise<(seen: ObservedSession, more?: Partial<PictureContext>) => unknown> {
  const pictures = new Pictures()
  const context: PictureContext = {
    ...{ config: CONFIG, family: 'windows', enforcement: 'simulated', now: LOGON },
    firstSeen: await FirstSeen.open(memoryStorage(), 'boot-1'),
  }
  return (seen, more) => pictures.of([seen], { ...context, ...more })[0]
}

describe('the picture of a session', () => {
  it('is the very same while nothing of the session is another', async () => {
    const picture = await look()
    const first = picture(session())
    expect(picture(session(), { now: LOGON + 5_000 })).toBe(first)
    expect(picture(session({ sockets: [socket(5060)] }))).toBe(first)
  })

  it.each<[string, Partial<ObservedSession>]>([
    ['user', { user: 'luis' }],
    ['client', { clientName: 'PC9' }],
    ['addresses', { addresses: [{ kind: 'observed', address: '10.9.0.7', network: '10.9.0.0/24' }] }],
    ['sockets', { sockets: [socket(5061)] }],
    ['sockets that are gone', { sockets: [] }],
    ['enforcement', { enforcement: 'none' }],
    ['reach', { reach: { uncovered: ['names'] } }],
  ])('is another as soon as its %s is', async (_, change) => {
    const picture = await look()
    const first = picture(session())
    const second = picture(session(change))
    expect(second).not.toEqual(first)
    expect(picture(session(change))).toBe(second)
  })

  it('follows the values in force', async () => {
    const picture = await look()
    const first = picture(session())
    const settings = { ...CONFIG.settings, VirtualLoopbackSupport: false }
    expect(picture(session(), { config: { ...CONFIG, settings } })).not.toEqual(first)
    expect(picture(session(), { enforcement: 'none' })).not.toEqual(first)
  })
})
