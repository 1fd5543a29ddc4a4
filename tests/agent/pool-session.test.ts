/** A launched session with an address of the farm's own pool: the real command before the real server, in a namespace. */

import type { ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createPool } from '~/server/services/pools/save-pool'
import { Lab, requireKernel } from '~/tests/kernel/support/lab'
import { bind } from '~/tests/kernel/support/python'
import { publish } from '~/tests/support/publish'
import { requirement } from '~/tests/support/requirement'
import { CLI, createTestFarm, listing, type TestFarm } from '~/tests/support/test-farm'
import { DhcpLab, missingForDhcp } from './support/dhcp-lab'

const missing = missingForDhcp()
const PORT = 8700
let farm: TestFarm
let lab: Lab
let lan: DhcpLab
let door: Server

beforeAll(async () => {
  if (missing !== null) return
  farm = await createTestFarm()
  lab = await Lab.open()
  lan = new DhcpLab(lab.directory, lab.agent, 'dnsmasq')
  const path = join(lab.directory, 'farm.sock')
  door = createServer((socket) => joined(socket, connect(Number(new URL(farm.origin).port), '127.0.0.1')))
  await new Promise<void>((resolve) => door.listen(path, resolve))
  // The namespace has a loopback of its own: what knocks there is let through to the server.
  const script = `const n=require('node:net');n.createServer(s=>{const t=n.connect(${JSON.stringify(path)});
    s.pipe(t).pipe(s);for(const one of [s,t])one.on('error',()=>{s.destroy();t.destroy()})})
    .listen(${PORT},'127.0.0.1',()=>console.log('open'))`
  await firstLine(lan.onHost(process.execPath, '-e', script))
})
beforeEach(async (context) => {
  requirement(context, 'dhcp', missing)
  await requireKernel(context)
})
afterAll(async () => {
  await lan?.close()
  door?.close()
  await lab?.close()
  await farm?.close()
})

const HOLD = `${bind('0.0.0.0', 0)}\nimport sys, time\nsys.stdout.flush()\ntime.sleep(60)`

test('a session binds to an address of the pool, which the farm has granted, and gives it back at logoff', async () => {
  await createPool(farm.ctx, CLI, {
    ...{ name: 'Desk', description: '', network: '10.9.0.0/24', ranges: ['10.9.0.60-10.9.0.69'] },
    ...{ exclusions: [], quarantineSeconds: 0, warnPercent: 80, criticalPercent: 95 },
  })
  await publish(farm, [
    listing([], {
      settings: {
        VirtualIpEnabled: true,
        VirtualIpMode: 'per-program',
        VirtualIpPrograms: ['crm'],
        VirtualIpAdapter: '10.9.0.0/24',
        VirtualIpSource: 'pool',
        VirtualIpPool: 'Desk',
      },
    }),
  ])
  const token = join(lab.directory, 'token')
  writeFileSync(token, await farm.token(), { mode: 0o600 })
  const origin = `http://127.0.0.1:${PORT}`
  const agent = lan.onHost(
    ...([process.execPath, lab.agent, 'run', '--driver', 'linux', '--state', lab.state] as const),
    ...(['--server', origin, '--token-file', token] as const),
  )
  let said = ''
  agent.stderr?.on('data', (part) => {
    said += part
  })
  await lan.until('the policy in force', () => said.includes('"applied"') || said.includes('applied'))
  const session = lan.onHost(
    ...([process.execPath, lab.agent, 'session', 'run', '--state', lab.state] as const),
    ...(['--session', '7', '--user', 'ana', '--', lab.listed, '-c', HOLD] as const),
  )
  const bound = await firstLine(session)
  expect(bound).toMatch(/^10\.9\.0\.6\d$/)
  expect(lan.onAdapter()).toEqual([bound])
  const kinds = async () => {
    const rows = await farm.rows<{ kind: string; number: number; address: string }>(
      `SELECT o.kind::text, s.number, host(o.address) AS address FROM allocation_open o
       JOIN session s ON s.id = o.session_id ORDER BY o.kind`,
    )
    return rows.map(({ kind, number, address }) => `${kind} ${number} ${address}`)
  }
  const both = [`granted 7 ${bound}`, `observed 7 ${bound}`]
  await lan.until('the report of it', async () => JSON.stringify(await kinds()) === JSON.stringify(both))
  session.kill('SIGTERM')
  await lan.until('the address to go', () => lan.onAdapter().length === 0)
  await lan.until('the grant to end', async () => (await kinds()).length === 0)
  const [free] = await farm.rows<{ held: number }>('SELECT count(held_by)::int AS held FROM pool_address')
  expect(free?.held).toBe(0)
  agent.kill('SIGTERM')
})

function joined(one: ReturnType<typeof connect>, other: ReturnType<typeof connect>): void {
  one.pipe(other).pipe(one)
  for (const socket of [one, other]) {
    socket.on('error', () => {
      one.destroy()
      other.destroy()
    })
  }
}

async function firstLine({ stdout, stderr }: ChildProcess): Promise<string> {
  let said = ''
  stderr?.on('data', (part) => {
    said += part
  })
  if (!stdout) throw new Error('no output')
  for await (const line of createInterface(stdout)) return line
  throw new Error(`it ended without a word: ${said}`)
}
