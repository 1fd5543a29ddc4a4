/** What benches of sessions and addresses ask of the control plane's process, beside its HTTP. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { ControlPlane } from '~/server/control-plane'
import type { Actor } from '~/server/repositories/audit'
import { createToken } from '~/server/services/create-token'
import { createDeliveryGroup } from '~/server/services/delivery-groups'
import { enrollHost } from '~/server/services/enroll-host'
import { ingestReport } from '~/server/services/ingest-report'
import { createPolicy } from '~/server/services/policies/create-policy'
import { publishPolicies } from '~/server/services/policies/publish-policies'
import { savePolicy } from '~/server/services/policies/save-policy'
import { createPool } from '~/server/services/pools/save-pool'
import { bareIngest, bareLeases } from './bare-writes'
import type { Role } from './child'
import { fillLists, fillPast, PAST_ADDRESSES } from './past'
import { forgetPeak, peakMebibytes } from './peak-memory'

const CLI: Actor = { kind: 'cli', id: null }
const MIB = 2 ** 20
let enrolled = 0
/** In names: an earlier run may have left its own in a directory that is kept. */
const RUN = Date.now().toString(36).toUpperCase()

interface Admin {
  username: string
  password: string
}

/** A data directory that is kept says what it was filled with, and who may sign in. */
interface Kept {
  rows: number
  lists: boolean
  admin: Admin
}

export function databaseCalls(plane: ControlPlane, dataDirectory: string): Role {
  const { services } = plane
  const pool = services.statements
  return {
    admin: () => plane.firstAdmin,
    /** Hosts with their credentials; `reported`: each has told once that it is there, and has nothing new to hear. */
    hosts: async ({ count, reported = false }: { count: number; reported?: boolean }) => {
      const group = await createDeliveryGroup(services, CLI, {
        name: `Bench ${RUN} ${enrolled}`,
        kind: 'Shared',
      })
      const asked = { label: 'bench', deliveryGroupId: group.id, uses: count, hours: 1 }
      const { token } = await createToken(services, CLI, asked)
      const hosts = []
      for (let at = 0; at < count; at += 1) hosts.push(await enrol(plane, token, reported))
      return hosts
    },
    pool: async ({ network }: { network: string }) => {
      await createPool(services, CLI, {
        name: 'Bench',
        description: '',
        network,
        ranges: [],
        exclusions: [],
        quarantineSeconds: 0,
        warnPercent: 80,
        criticalPercent: 95,
      })
      const { id, version } = await createPolicy(services, CLI, { name: 'Bench' })
      const settings = {
        VirtualIpEnabled: true,
        VirtualIpMode: 'per-session' as const,
        VirtualIpSource: 'pool' as const,
        VirtualIpPool: 'Bench',
      }
      await savePolicy(services, CLI, {
        ...{ id, version, name: 'Bench', description: '', enabled: true, filters: [] },
        settings,
      })
      await publishPolicies(services, CLI, { baseRevision: 0, reason: 'bench' })
    },
    sql: async ({ text }: { text: string }) => (await pool.query(text)).rows,
    bareLeases: (input: { perBatch: number; batches: number }) => bareLeases(pool, input),
    bareIngest: (input: { hosts: string[]; opens: number; reports: number }) => bareIngest(pool, input),
    /** Fills the database, unless an earlier run has; returns who may sign in. */
    past: async (fill: { rows: number; lists: boolean }): Promise<Admin> => {
      const note = join(dataDirectory, 'bench-past.json')
      const kept = existsSync(note) ? (JSON.parse(readFileSync(note, 'utf8')) as Kept) : null
      if (kept && kept.rows === fill.rows && (kept.lists || !fill.lists)) return kept.admin
      if (kept || !plane.firstAdmin) throw new Error(`${dataDirectory} was filled with something else`)
      await fillPast(pool, fill.rows)
      if (fill.lists) await fillLists(pool, fill.rows)
      const admin = plane.firstAdmin
      writeFileSync(note, JSON.stringify({ ...fill, admin } satisfies Kept), { mode: 0o600 })
      return admin
    },
    /** Waits until what a server does after its start is done. */
    settled: async () => {
      for (let look = 0; look < 60; look += 1) {
        let busy = 0
        for (let at = 0; at < LOOKS; at += 1) {
          await pause(100)
          busy += (await pool.query(BUSY)).rows.length
        }
        if (busy < LOOKS / 10) return
      }
      throw new Error('the server did not settle')
    },
    bareLookUps: async ({ count }: { count: number }) => {
      const took: number[] = []
      for (let at = 0; at < count; at += 1) {
        const began = performance.now()
        await pool.query({ ...LOOK_UP, values: [`127.0.0.${(at % PAST_ADDRESSES) + 1}`] })
        took.push(performance.now() - began)
      }
      return took
    },
    copy: () => copySeconds(pool.options.connectionString ?? ''),
    /** What the process holds now; its peak begins anew. */
    watchMemory: () => {
      forgetPeak(process.pid)
      return process.memoryUsage.rss() / MIB
    },
    peakMemory: () => peakMebibytes(),
  }
}

const LOOKS = 30
const BUSY = {
  name: 'busy',
  text: `SELECT FROM pg_stat_activity WHERE state = 'active' AND backend_type = 'client backend'
    AND pid <> pg_backend_pid()`,
}

/** One row by the index of the history: what a question costs at least on this machine. */
const LOOK_UP = { name: 'bare', text: 'SELECT id FROM allocation WHERE address = $1::inet LIMIT 1' }

async function enrol({ services }: ControlPlane, token: string, reported: boolean) {
  const name = `BENCH${RUN}N${enrolled++}`
  const facts = {
    name,
    os: { family: 'windows' as const, version: 'Windows Server 2022' },
    arch: 'x64' as const,
  }
  const input = { v: 1, token, machineId: `machine-${name}`, agentVersion: '0', driver: 'bench', facts }
  const { hostId, credential } = await enrollHost(services, input)
  if (reported) {
    const at = services.clock.now().toISOString()
    await ingestReport(services, hostId, {
      v: 1,
      boot: 'bench-boot',
      seq: 1,
      at,
      full: true,
      opened: [],
      closed: [],
    })
  }
  const host = services.board.byId(hostId)
  return { id: hostId, credential, generation: host?.wantedGeneration, hash: host?.wantedHash }
}

const PLAIN = `SELECT a.id, h.name, p.name, s.number, s.boot, s.logon_at, a.kind, a.network, host(a.address), a.program,
  a.held_from, a.held_to, a.received_at FROM allocation a JOIN session s ON s.id = a.session_id
  JOIN host h ON h.id = s.host_id JOIN person p ON p.id = s.person_id ORDER BY a.held_from, a.id`

/** What `psql` takes for the same rows without a server between. */
async function copySeconds(url: string): Promise<number> {
  const began = performance.now()
  const child = spawn('psql', [url, '-c', `COPY (${PLAIN}) TO STDOUT WITH (FORMAT csv, HEADER)`], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`psql ended with ${code}`)
  return (performance.now() - began) / 1000
}
