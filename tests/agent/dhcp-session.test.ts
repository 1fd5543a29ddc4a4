/** A launched session with a leased virtual IP: the driver, the launcher and the kernel filter before a real server. */

import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ObservedSession } from '~/agent/drivers/driver'
import type { PolicySettings } from '~/domain/policy-model'
import { Lab, outcome, requireKernel } from '~/tests/kernel/support/lab'
import { bind } from '~/tests/kernel/support/python'
import { requirement } from '~/tests/support/requirement'
import { bundled } from './support/build'
import { DhcpLab, missingForDhcp } from './support/dhcp-lab'

const missing = missingForDhcp()
let lab: Lab
let agentBundle: string
let net: DhcpLab | null = null

beforeAll(async () => {
  lab = await Lab.open()
  agentBundle = await bundled('tests/agent/support/leasing-agent.ts', lab.directory)
})
beforeEach(async (context) => {
  requirement(context, 'dhcp', missing)
  await requireKernel(context)
})
afterAll(async () => {
  await net?.close()
  await lab?.close()
})

const SETTINGS: PolicySettings = {
  VirtualIpEnabled: true,
  VirtualIpMode: 'per-program',
  VirtualIpPrograms: ['crm'],
  VirtualIpAdapter: '10.9.0.0/24',
}

class Agent {
  readonly child: ChildProcess
  /** Null before the first look, which comes after the values are in force. */
  seen: ObservedSession[] | null = null

  constructor(settings: PolicySettings) {
    this.child = lan().onHost(process.execPath, agentBundle, lab.state, JSON.stringify(settings))
    if (!this.child.stdout) throw new Error('no output')
    createInterface(this.child.stdout).on('line', (line) => {
      this.seen = JSON.parse(line)
    })
  }

  async end(): Promise<void> {
    const ended = outcome(this.child)
    this.child.stdin?.end()
    await ended
  }
}

function lan(): DhcpLab {
  net ??= new DhcpLab(lab.directory, agentBundle, 'dnsmasq')
  return net
}

const session = (id: number, program: string, script: string) =>
  lan().onHost(
    ...([process.execPath, lab.agent, 'session', 'run', '--state', lab.state] as const),
    ...(['--session', String(id), '--user', 'ana', '--', program, '-c', script] as const),
  )

const HOLD = `${bind('0.0.0.0', 0)}\nimport sys, time\nsys.stdout.flush()\ntime.sleep(60)`

describe('a session on a host with DHCP', () => {
  test('binds to its leased address from the start, shows it, and gives it back at logoff', async () => {
    await lan().startServer()
    const agent = new Agent(SETTINGS)
    await lan().until('the agent to look', () => agent.seen)
    const [seven, eight] = [7, 8].map((id) => session(id, lab.listed, HOLD))
    if (!seven?.stdout || !eight?.stdout) throw new Error('no output')
    const bound = await Promise.all([seven.stdout, eight.stdout].map(firstLine))
    expect(new Set(bound).size).toBe(2)
    expect(lan().onAdapter()).toEqual([...bound].sort())
    const seen = await lan().until('both sessions to be seen', () => {
      const held = (agent.seen ?? []).filter(({ addresses }) => addresses.length > 0)
      return held.length === 2 && held
    })
    for (const [index, id] of [7, 8].entries()) {
      const one = seen.find((candidate) => candidate.id === id)
      expect(one?.virtualIp).toEqual({ source: 'dhcp', address: bound[index] })
      expect(one?.addresses).toEqual([{ kind: 'observed', address: bound[index], network: '10.9.0.0/24' }])
    }
    // An unlisted program of the same session keeps the server's ways.
    expect((await outcome(session(9, lab.unlisted, bind('0.0.0.0', 0)))).out).toBe('0.0.0.0\n')
    for (const one of [seven, eight]) one.kill('SIGTERM')
    await lan().until('the addresses to go', () => lan().onAdapter().length === 0)
    await lan().until('the releases', () => lan().serverSaid.split('DHCPRELEASE').length > 3)
    await agent.end()
  })

  test('without an adapter to lease on gets the fallback of the policy, and says why', async () => {
    const agent = new Agent({ ...SETTINGS, VirtualIpAdapter: '10.8.0.0/24' })
    await lan().until('the agent to look', () => agent.seen)
    const child = session(7, lab.listed, HOLD)
    if (!child.stdout) throw new Error('no output')
    let warned = ''
    child.stderr?.on('data', (chunk) => {
      warned += chunk
    })
    expect(await firstLine(child.stdout)).toBe('10.9.0.2')
    expect(warned).toContain('no adapter is 10.8.0.0/24')
    const [seen] = await lan().until('the session to be seen', () => agent.seen?.length === 1 && agent.seen)
    expect(seen?.virtualIp).toEqual({
      source: 'dhcp',
      address: null,
      reason: 'no-adapter',
      message: expect.stringContaining('10.8.0.0/24'),
      fallback: 'server-address',
    })
    child.kill('SIGTERM')
    await lan().until('the session to end', () => agent.seen?.length === 0)
    await agent.end()
  })
})

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(stream)) return line
  throw new Error('it ended without a word')
}
