import { describe, expect, it } from 'vitest'
import type { PolicySettings } from '../policy-model'
import { type Held, replay } from './replay'

const held = (session: string, from: number, to: number | null, more: Partial<Held> = {}): Held => ({
  host: 'A',
  session,
  program: 'app.exe',
  protocol: 'tcp',
  port: 5060,
  address: '127.0.0.1',
  failed: false,
  from,
  to,
  ...more,
})
const LISTED: PolicySettings = { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['app.exe'] }
const told = (rows: Held[], draft: PolicySettings) =>
  replay(rows, 'windows', () => draft).map(({ change, meetings, hosts }) => [change, meetings, hosts])

describe('observed binds, again under a draft', () => {
  it('a bind that failed beside one that held vanishes when the program is listed, and remains otherwise', () => {
    const rows = [held('s1', 0, 100), held('s2', 10, 90, { failed: true })]
    expect(told(rows, LISTED)).toEqual([['vanishes', 1, 1]])
    expect(told(rows, {})).toEqual([['remains', 1, 1]])
  })

  it('sessions that were apart meet when the list loses the program', () => {
    const rows = [
      held('s1', 0, null, { address: '127.0.0.2' }),
      held('s2', 10, null, { address: '127.0.0.3' }),
      held('s3', 20, null, { address: '127.0.0.4' }),
      held('s1', 0, null, { address: '127.0.0.2', host: 'B' }),
      held('s2', 10, null, { address: '127.0.0.3', host: 'B' }),
    ]
    expect(told(rows, {})).toEqual([['appears', 4, 2]])
    expect(told(rows, LISTED)).toEqual([])
  })

  it('only those that held at one time, in two sessions of one host, meet', () => {
    expect(told([held('s1', 0, 10), held('s2', 10, 20, { failed: true })], {})).toEqual([])
    expect(told([held('s1', 0, 10), held('s1', 5, 20, { failed: true })], {})).toEqual([])
    expect(told([held('s1', 0, 10), held('s2', 5, 20, { host: 'B', failed: true })], {})).toEqual([])
  })
})
