/** Open and close events of 100 hosts, durable, beside bare `pg` that writes the same rows by `unnest`. */

import { startRole } from './child'
import { postRequest, runLoad } from './load'
import { type BenchResult, median } from './result'

const HOSTS = 100
/** Of a report: as many sessions open as close. */
const OPENS = 50
const REPORTS = 12
const BAR = 8_000
const BAR_RATIO = 0.5

export async function ingest(options: Record<string, string>): Promise<BenchResult> {
  const runs = Number(options.runs ?? 3)
  const rates: number[] = []
  const bares: number[] = []
  const server = startRole('control-plane')
  try {
    const port = await server.ask<number>('port')
    for (let run = 0; run <= runs; run += 1) {
      const hosts = await server.ask<{ id: string; credential: string }[]>('hosts', { count: HOSTS })
      const requests = hosts.map(({ credential }) =>
        Array.from({ length: REPORTS }, (_, at) => reportRequest(credential, at)),
      )
      const { answers, seconds } = await runLoad({ port, requests, seconds: 600, once: true })
      const events = HOSTS * (OPENS * REPORTS + OPENS * (REPORTS - 1))
      if (answers !== HOSTS * REPORTS) throw new Error(`${answers} of ${HOSTS * REPORTS} reports were taken`)
      // Discovery may still look at what came; it would make the limit look lower.
      await server.ask('settled')
      const bare = await server.ask<number>('bareIngest', {
        hosts: hosts.map(({ id }) => id),
        opens: OPENS,
        reports: REPORTS,
      })
      // The first one warms up.
      if (run === 0) continue
      rates.push(events / seconds)
      bares.push(bare)
    }
  } finally {
    await server.stop()
  }
  const perSecond = median(rates)
  const bare = median(bares)
  return {
    bench: 'ingest',
    figures: { eventsPerSecond: perSecond },
    limits: { barPerSecond: BAR, barePerSecond: bare, barRatio: BAR_RATIO },
    ratios: { toBar: perSecond / BAR, toBare: perSecond / bare },
    notes: [
      `reports of ${OPENS} opens and ${OPENS} closes, two addresses a session, over HTTP`,
      'bare: one transaction a report, 4 at once, the same rows into the same tables',
    ],
  }
}

const BEGIN = Date.parse('2026-11-22T08:00:00.000Z')

function reportRequest(credential: string, at: number): Buffer {
  const logon = (report: number) => new Date(BEGIN + report * 60_000).toISOString()
  const id = (report: number, place: number) => 1 + report * OPENS + place
  const places = Array.from({ length: OPENS }, (_, place) => place)
  const body = {
    v: 1,
    boot: 'bench-boot',
    seq: at + 1,
    at: logon(at),
    full: at === 0,
    opened: places.map((place) => openedSession(id(at, place), logon(at))),
    closed:
      at === 0
        ? []
        : places.map((place) => ({ id: id(at - 1, place), logonAt: logon(at - 1), endedAt: logon(at) })),
  }
  return postRequest('/api/agent/report', { authorization: `Bearer ${credential}` }, JSON.stringify(body))
}

function openedSession(id: number, logonAt: string) {
  const address = `127.0.${(id + 1) >> 8}.${(id + 1) & 255}`
  return {
    id,
    logonAt,
    user: `user${id % 200}`,
    protocol: 'ica',
    prediction: { loopback: address, by: 'simulated' },
    allocations: [
      { kind: 'computed', address, network: 'loopback', from: logonAt },
      { kind: 'observed', address, network: 'loopback', program: 'softphone.exe', from: logonAt },
    ],
    sockets: [{ program: 'softphone.exe', protocol: 'tcp', listening: true, local: { address, port: 5060 } }],
  }
}
