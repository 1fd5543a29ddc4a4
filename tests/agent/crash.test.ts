import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Connections } from '~/agent/control/http'
import { enrollHost } from '~/agent/enrolment/enroll'
import type { AppliedEvent } from '~/agent/host-agent'
import { diskStorage } from '~/agent/storage/disk'
import { takeStateDirectory } from '~/agent/storage/one-at-a-time'
import { until } from '~/tests/support/until'
import { bundled, temporaryDirectory } from './support/build'
import { ScriptedControlPlane } from './support/control-plane'
import { loopbackFor, Rig } from './support/rig'

let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let dyingHost: string
let restlessWriter: string

beforeAll(async () => {
  directory = await temporaryDirectory()
  dyingHost = await bundled('tests/agent/support/dying-host.ts', directory.path)
  restlessWriter = await bundled('tests/agent/support/restless-writer.ts', directory.path)
})
afterAll(() => directory.remove())

const start = (script: string, ...args: string[]): ChildProcess =>
  spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })

async function nthLine(child: ChildProcess, count = 1): Promise<string> {
  if (!child.stdout) throw new Error('no output')
  for await (const line of createInterface(child.stdout)) if (--count === 0) return line
  throw new Error('the process ended before it said so much')
}

describe('kill -9', () => {
  it('between the writing of a bundle and its application costs nothing: the next start applies it, server away', async () => {
    const state = join(directory.path, 'dying')
    const plane = new ScriptedControlPlane()
    await plane.listen()
    const rig = new Rig()
    const storage = await diskStorage(state)
    const connections = new Connections()
    const { driver, clock } = rig
    await enrollHost({ origin: plane.origin, token: plane.token(), driver, storage, connections, clock })
    connections.close()
    const hash = plane.publish(loopbackFor('softphone.exe'), { nudge: false })
    const dying = start(dyingHost, state, 'dies')
    const [, signal] = await once(dying, 'exit')
    expect(signal).toBe('SIGKILL')
    expect(plane.reports.some((report) => (report.applied?.generation ?? 0) > 0)).toBe(false)
    await plane.close()
    const living = start(dyingHost, state)
    try {
      const event = JSON.parse(await nthLine(living)) as AppliedEvent
      expect(event).toMatchObject({ generation: 1, hash })
      expect(event.state.items.every((item) => item.state === 'applied')).toBe(true)
    } finally {
      living.kill()
    }
  })

  it('at any moment of a write leaves the old text or the new one, whole', async () => {
    const state = join(directory.path, 'restless')
    for (let round = 0; round < 12; round++) {
      const writer = start(restlessWriter, state)
      await nthLine(writer, 1 + round * 5)
      writer.kill('SIGKILL')
      await once(writer, 'exit')
      const text = JSON.parse(await readFile(join(state, 'ledger.json'), 'utf8'))
      expect(text.end).toBe(text.round)
    }
    const left = await readdir(state)
    expect(left.length).toBeLessThanOrEqual(13)
  })
})

describe('a ledger that cannot be read', () => {
  it('is set aside, said, and fetched again', async () => {
    const rig = await Rig.start()
    try {
      await rig.run()
      rig.plane.publish(loopbackFor('softphone.exe'))
      await rig.appliedGeneration(1)
      await rig.agent.stop()
      const text = (await rig.storage.read('ledger.json')) ?? ''
      await rig.storage.writeAtomic('ledger.json', text.replace('softphone', 'softphome'))
      const before = rig.plane.bundleRequests
      await rig.run()
      await until('the bundle again', () => {
        rig.clock.advance(10)
        return rig.plane.bundleRequests === before + 1 && rig.applied.length === 2
      })
      expect(rig.logged.join('')).toContain('the ledger cannot be read')
      expect(await rig.storage.read('ledger.json.unreadable')).toContain('softphome')
    } finally {
      await rig.stop()
    }
  })
})

describe('a state directory', () => {
  it('serves one agent at a time, and outlives one that was killed', async () => {
    const state = join(directory.path, 'locked')
    await diskStorage(state)
    const release = await takeStateDirectory(state)
    await expect(takeStateDirectory(state)).rejects.toThrow(/another agent \(process \d+\) uses/)
    await release()
    await writeFile(join(state, 'agent.lock'), '999999999 1')
    await (await takeStateDirectory(state))()
  })
})
