/** How soon a rollout halts whose second wave fails its gate: real agents over simulated hosts, real HTTP. */

import { setTimeout as pause } from 'node:timers/promises'
import { STALE_POLLS } from '~/domain/host-state'
import type { PolicySettings } from '~/domain/policy-model'
import { DEFAULT_GATE, type Gate, type RolloutPlan, type WaveTarget } from '~/domain/rollout'
import type { RolloutView } from '~/server/services/views/rollout-view'
import { type Child, startRole } from './child'
import { type BenchResult, median } from './result'

const BAR_MS = 15_000
const RUNS = 5
const PATIENCE_MS = 60_000
/** Three of these without a word, and a host counts as silent. */
const POLL_SECONDS = 2
const BINDING = 10
const TOLERANT: Gate = {
  failedHosts: 1_000_000,
  silentPercent: 100,
  bindFailures: 1_000_000,
  discrepancies: 0,
}
const PILOT: WaveTarget = { kind: 'tag', tag: 'pilot' }
const EVERYBODY: WaveTarget = { kind: 'percent', percent: 100 }

export async function rolloutHalt(options: Record<string, string>): Promise<BenchResult> {
  const agents = agentsOf(options.agents)
  const farm = await startFarm(agents)
  try {
    const failed = await repeat(() => failedWave(farm))
    const binds = await repeat(() => bindingWave(farm))
    const silent = await repeat(() => silentWave(farm))
    const worst = Math.max(...failed, ...binds, ...silent)
    return {
      bench: 'rollout-halt',
      figures: {
        agents,
        runs: RUNS,
        failedMedianMs: median(failed),
        failedWorstMs: Math.max(...failed),
        bindsMedianMs: median(binds),
        bindsWorstMs: Math.max(...binds),
        silentMedianMs: median(silent),
        silentWorstMs: Math.max(...silent),
        threePollsMs: STALE_POLLS * POLL_SECONDS * 1000,
      },
      limits: { barMs: BAR_MS },
      ratios: { worstToBar: worst / BAR_MS },
      notes: worst < BAR_MS ? [] : [`a halt took ${worst} ms, which is over the bar of ${BAR_MS} ms`],
    }
  } finally {
    await farm.hosts.stop()
    await farm.plane.stop()
  }
}

function agentsOf(text = '200'): number {
  const agents = Number(text)
  if (Number.isInteger(agents) && agents >= 50 && agents <= 1_000) return agents
  throw new Error(`--agents: ${JSON.stringify(text)}: give a whole number from 50 to 1000`)
}

interface Farm {
  plane: Child
  hosts: Child
  /** When the first host failed to apply a revision. */
  firstFailed: Map<number, number>
  round: number
}

/** One pilot that can do everything, some whose programs cannot bind, and many that cannot exclude ports. */
async function startFarm(agents: number): Promise<Farm> {
  const plane = startRole('control-plane')
  const hosts = startRole('faulty-agents')
  const farm: Farm = { plane, hosts, firstFailed: new Map(), round: 0 }
  hosts.onEvent((event, value) => {
    const { revision, at } = value as { revision: number; at: number }
    if (event === 'failed' && !farm.firstFailed.has(revision)) farm.firstFailed.set(revision, at)
  })
  const token = (tag: string, uses: number) => plane.ask<string>('groupToken', { tag, uses })
  const many = agents - 1 - BINDING
  const fault = { kind: 'fails-item', setting: 'VirtualLoopbackPortExclusion' }
  const groups = [
    { prefix: 'PILOT', hosts: 1, token: await token('pilot', 1) },
    {
      prefix: 'BIND',
      hosts: BINDING,
      token: await token('bind', BINDING),
      fault: { kind: 'bind-fails', everySeconds: 1 },
    },
    { prefix: 'MANY', hosts: many, token: await token('many', many), fault },
  ]
  await plane.ask('pollEvery', { seconds: POLL_SECONDS })
  const origin = `http://127.0.0.1:${await plane.ask<number>('port')}`
  await hosts.ask('start', { origin, groups })
  await plane.ask('publishSettings', { settings: listOf(farm) })
  await settled(farm)
  return farm
}

function listOf(farm: Farm): PolicySettings {
  farm.round += 1
  return { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: [`program${farm.round}.exe`] }
}

async function repeat(run: () => Promise<number>): Promise<number[]> {
  const times: number[] = []
  for (let at = 0; at < RUNS; at += 1) times.push(await run())
  return times
}

/** From the first host of the second wave that could not apply the revision. */
async function failedWave(farm: Farm): Promise<number> {
  const settings = { ...listOf(farm), VirtualLoopbackPortExclusion: [8_000 + farm.round] }
  const share: WaveTarget = { kind: 'percent', percent: 20 }
  const halted = await haltedBy(farm, 'failed', settings, [PILOT, share, EVERYBODY], {
    ...TOLERANT,
    failedHosts: 0,
  })
  const began = farm.firstFailed.get(halted.revision)
  if (began === undefined) throw new Error('no agent told of its failure')
  await settled(farm)
  return haltedAt(halted) - began
}

/** From the opening of the second wave: what it takes to apply is in it, and up to a second until a bind fails. */
async function bindingWave(farm: Farm): Promise<number> {
  const binding: WaveTarget = { kind: 'tag', tag: 'bind' }
  const gate = { ...TOLERANT, bindFailures: 0 }
  // Longer than a bind takes to fail: else the wave may be through before.
  const halted = await haltedBy(farm, 'bind', listOf(farm), [PILOT, binding, EVERYBODY], gate, 3)
  await settled(farm)
  return haltedAt(halted) - Date.parse(halted.waves[1]?.openedAt ?? '')
}

/** From the moment the hosts of a wave are gone: three poll intervals are in it. */
async function silentWave(farm: Farm): Promise<number> {
  const { plane, hosts } = farm
  const gate = { ...TOLERANT, silentPercent: DEFAULT_GATE.silentPercent }
  const share: WaveTarget = { kind: 'percent', percent: 5 }
  const id = await begin(farm, listOf(farm), { waves: [share, EVERYBODY], gate, soakSeconds: 600 })
  await viewWhere(plane, id, ({ waves }) => waves[0]?.settledAt != null)
  const names = await plane.ask<string[]>('waveHosts', { id, wave: 0 })
  const gone = await hosts.ask<number>('silence', { names })
  const halted = await viewWhere(plane, id, ({ state }) => state === 'halted')
  await plane.ask('takeBack', { id })
  // The gate fails before the last of them counts as silent: the next rollout must not choose hosts that are gone.
  await pause(STALE_POLLS * POLL_SECONDS * 1000)
  return haltedAt(halted) - gone
}

async function haltedBy(
  farm: Farm,
  check: string,
  settings: PolicySettings,
  waves: WaveTarget[],
  gate: Gate,
  soakSeconds = 0,
): Promise<RolloutView> {
  const id = await begin(farm, settings, { waves, gate, soakSeconds })
  const halted = await viewWhere(farm.plane, id, ({ state }) => state !== 'running')
  const { state, wave, halt } = halted
  if (state !== 'halted' || wave !== 2 || halt?.failure?.check !== check) {
    throw new Error(`the rollout is ${state} in wave ${wave}: ${JSON.stringify(halt)}`)
  }
  await farm.plane.ask('takeBack', { id })
  return halted
}

async function begin({ plane }: Farm, settings: PolicySettings, plan: Partial<RolloutPlan>): Promise<string> {
  const { rollout } = await plane.ask<{ rollout?: string }>('publishSettings', { settings, plan })
  if (rollout === undefined) throw new Error('nothing was rolled out')
  return rollout
}

async function viewWhere(plane: Child, id: string, holds: (view: RolloutView) => boolean) {
  const deadline = performance.now() + PATIENCE_MS
  let last: RolloutView | null = null
  while (performance.now() < deadline) {
    last = await plane.ask<RolloutView>('rollout', { id })
    if (holds(last)) return last
    await pause(50)
  }
  throw new Error(`the rollout did not come to where it was to be: ${JSON.stringify(last)}`)
}

const haltedAt = ({ halt }: RolloutView): number => Date.parse(halt?.at ?? '')

async function settled({ plane }: Farm): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  while ((await plane.ask<number>('behind')) > 0) {
    if (performance.now() > deadline) throw new Error('the farm did not settle')
    await pause(100)
  }
}
