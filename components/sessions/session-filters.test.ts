import { describe, expect, it } from 'vitest'
import type { SessionRow } from '~/components/data/api'
import { joinsList, leavesList, sessionListInput } from './session-filters'

const OTHER_HOST = '62545119-8ce5-40ab-97a7-b999331b5420'
const row: SessionRow = {
  id: '1',
  hostId: 'h1',
  host: 'HOST1',
  deliveryGroup: null,
  number: 7,
  user: 'ana',
  protocol: 'ica',
  clientName: null,
  logonAt: '2026-11-22T12:00:00Z',
  endedAt: null,
  predicted: { address: '127.0.0.8', reason: null, by: 'citrix' },
  observed: [],
  virtualIps: [],
  programs: [],
  failedBinds: [],
  discrepancy: null,
  sockets: 0,
}
const ended = { ...row, endedAt: '2026-11-22T13:00:00Z' }

describe('a live session and the list on screen', () => {
  it('joins the open ones, and leaves them when it ends', () => {
    const open = sessionListInput({})
    expect(joinsList(row, open)).toBe(true)
    expect(joinsList(ended, open)).toBe(false)
    expect(leavesList(ended, open)).toBe(true)
  })
  it('joins only the host that is asked for', () => {
    expect(joinsList(row, sessionListInput({ hostId: OTHER_HOST }))).toBe(false)
  })
  it('is asked for without a host id that is none', () => {
    expect(sessionListInput({ hostId: OTHER_HOST })).toEqual({ hostId: OTHER_HOST, state: 'open' })
    expect(sessionListInput({ hostId: 'zzz' })).toEqual({ state: 'open' })
  })
  it.each([
    ['its user', 'AN'],
    ['its host', 'host1'],
    ['its client', 'pc-7'],
    ['a program', 'phone'],
    ['its loopback', '0.0.8'],
    ['its virtual IP', '10.9.0.5'],
  ])('joins a search for %s', (_what, q) => {
    const virtualIps = [{ address: '10.9.0.5', kind: 'granted', network: '10.9.0.0/24' }]
    const one = { ...row, clientName: 'PC-7', programs: ['softphone.exe'], virtualIps }
    expect(joinsList(one, sessionListInput({ q }))).toBe(true)
    expect(joinsList(one, sessionListInput({ q: `${q}x` }))).toBe(false)
  })
  it('leaves the discrepancies when it agrees again', () => {
    const odd = sessionListInput({ discrepancy: '1' })
    expect(joinsList(row, odd)).toBe(false)
    expect(leavesList(row, odd)).toBe(true)
  })
  it('joins the hours that are asked for, and never the past', () => {
    const since = sessionListInput({ from: '2026-11-22T12:00:00Z' })
    expect(since).toEqual({ from: '2026-11-22T12:00:00.000Z', state: 'open' })
    expect(joinsList(row, since)).toBe(true)
    expect(joinsList(row, sessionListInput({ from: '2026-11-22T12:00:01Z' }))).toBe(false)
    expect(joinsList(row, sessionListInput({ to: '2026-11-22T12:00:00Z' }))).toBe(false)
    expect(joinsList(row, sessionListInput({ at: '2026-11-22T13:00:00Z' }))).toBe(false)
    expect(sessionListInput({ from: 'lately' })).toEqual({ state: 'open' })
  })
  it('is asked for by known words only', () => {
    expect(sessionListInput({ state: 'nonsense', discrepancy: 'yes' })).toEqual({ state: 'open' })
  })
})
