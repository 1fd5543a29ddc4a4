import type { Report, ReportedSession } from '~/protocol/report'

export const BOOT = 'boot-aaaaaaaa'

/** A session as a host reports it, at its address. */
export function openSession(id: number, more: Partial<ReportedSession> = {}): ReportedSession {
  const logonAt = more.logonAt ?? '2026-11-22T11:00:00.000Z'
  const address = `127.0.0.${id + 1}`
  return {
    id,
    logonAt,
    user: `user${id}`,
    protocol: 'ica',
    prediction: { loopback: address, by: 'simulated' },
    allocations: [
      { kind: 'computed', address, network: 'loopback', from: logonAt },
      { kind: 'observed', address, network: 'loopback', program: 'softphone.exe', from: logonAt },
    ],
    sockets: [{ program: 'softphone.exe', protocol: 'tcp', listening: true, local: { address, port: 5060 } }],
    ...more,
  }
}

export function report(seq: number, more: Partial<Report> = {}): Report {
  return {
    v: 1,
    boot: BOOT,
    seq,
    at: '2026-11-22T12:00:00.000Z',
    full: seq === 1,
    opened: [],
    closed: [],
    ...more,
  }
}
