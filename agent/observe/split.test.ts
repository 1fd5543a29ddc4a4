import { describe, expect, it } from 'vitest'
import {
  MAX_EVENTS_PER_REPORT,
  MAX_REPORT_BYTES,
  MAX_SOCKETS_PER_SESSION,
  type ReportedSession,
} from '~/protocol/report'
import { splitChanges, splitFull } from './split'

const session = (id: number, sockets: number): ReportedSession => ({
  id,
  logonAt: '2026-03-01T08:00:00.000Z',
  user: 'ana',
  protocol: 'ica',
  prediction: { loopback: null, reason: 'switch-off', by: 'none' },
  allocations: [],
  sockets: Array.from({ length: sockets }, (_, port) => ({
    program: 'softphone.exe',
    protocol: 'tcp',
    listening: true,
    local: { address: '127.0.0.1', port },
  })),
})
const sessions = (count: number, sockets: number) =>
  Array.from({ length: count }, (_, id) => session(id + 1, sockets))
const closing = (id: number) => ({
  id,
  logonAt: '2026-03-01T08:00:00.000Z',
  endedAt: '2026-03-01T09:00:00.000Z',
})

describe('splitChanges', () => {
  it('keeps small changes together', () => {
    expect(splitChanges({ opened: sessions(3, 2), closed: [closing(9)] })).toHaveLength(1)
  })

  it('makes parts that the protocol allows, closings first, and loses nothing', () => {
    const opened = sessions(100, MAX_SOCKETS_PER_SESSION)
    const closed = Array.from({ length: MAX_EVENTS_PER_REPORT + 5 }, (_, id) => closing(id))
    const parts = splitChanges({ opened, closed })
    expect(parts.flatMap((part) => part.opened)).toEqual(opened)
    expect(parts.flatMap((part) => part.closed)).toEqual(closed)
    for (const part of parts) {
      expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThan(MAX_REPORT_BYTES)
      expect(part.closed.length).toBeLessThanOrEqual(MAX_EVENTS_PER_REPORT)
    }
    const firstOpening = parts.findIndex((part) => part.opened.length > 0)
    expect(parts.slice(firstOpening + 1).every((part) => part.closed.length === 0)).toBe(true)
  })
})

describe('splitFull', () => {
  it('names every open session in one report, and lets sockets follow where they are too many', () => {
    const open = sessions(200, MAX_SOCKETS_PER_SESSION)
    const { full, rest } = splitFull(open)
    expect(full.map((one) => one.id)).toEqual(open.map((one) => one.id))
    expect(Buffer.byteLength(JSON.stringify(full))).toBeLessThan(MAX_REPORT_BYTES)
    expect(rest).toEqual(open)
  })

  it('holds everything where it fits', () => {
    const open = sessions(20, 4)
    expect(splitFull(open)).toEqual({ full: open, rest: [] })
  })
})
