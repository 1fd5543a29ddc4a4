import type { RolloutPlan } from '~/domain/rollout'
import { planOf } from '~/domain/rollout'
import type { AppliedState } from '~/protocol/report'
import type { SignedTicket } from '~/protocol/ticket'
import type { Actor } from '~/server/repositories/audit'
import { ingestReport } from '~/server/services/ingest-report'
import { createPolicy } from '~/server/services/policies/create-policy'
import { publishPolicies } from '~/server/services/policies/publish-policies'
import { savePolicy } from '~/server/services/policies/save-policy'
import { advanceRollout } from '~/server/services/rollouts/advance-rollout'
import { getRollout } from '~/server/services/rollouts/read-rollouts'
import { openSession, report } from './report'
import { CLI, createTestFarm, type TestFarm } from './test-farm'

/** What a host does with its ticket: obeys, or says that it cannot. */
export type Conduct = 'obeys' | 'fails' | 'refuses' | 'dead' | 'holds'

export interface RolloutHost {
  id: string
  name: string
  conduct: Conduct
  seq: number
  /** The generation and conduct it reported last. */
  told: string
  /** Said in each report besides. */
  more?: Partial<AppliedState>
}

interface HostNow {
  id: string
  ticket: SignedTicket | null
  applied: AppliedState | null
  generation: number
}

export interface RolloutFarm extends TestFarm {
  hosts: RolloutHost[]
  /** Enrols a host that has nothing to do with the others. */
  join(name: string, group?: string): Promise<RolloutHost>
  /** The draft lists these programs for everybody, or for whom `filters` let in. */
  draft(programs: string[]): Promise<void>
  publish(
    programs: string[],
    plan?: Partial<RolloutPlan>,
    actor?: Actor,
  ): Promise<{ revision: number; changedHosts: number; rollout?: string }>
  /** Every host that has something new does as its conduct says, and reports it. Returns how many did. */
  hostsAct(): Promise<number>
  /** Hosts act and rollouts advance, until nothing moves. */
  settle(): Promise<void>
  /** Time passes; hosts that are not dead are heard of. */
  pass(seconds: number): Promise<void>
  view(id: string): ReturnType<typeof getRollout>
  /** Name to wanted generation and revision. */
  pointers(): Promise<Map<string, { generation: number; revision: number }>>
}

export async function createRolloutFarm(count: number): Promise<RolloutFarm> {
  const farm = await createTestFarm()
  const { ctx } = farm
  const hosts: RolloutHost[] = []
  let policy: { id: string; version: number } | null = null
  let base = 0

  const rolloutFarm: RolloutFarm = {
    ...farm,
    hosts,
    async join(name, group) {
      const { id } = await farm.enrol(name, { group })
      const host: RolloutHost = { id, name, conduct: 'obeys', seq: 0, told: '' }
      hosts.push(host)
      await rolloutFarm.hostsAct()
      return host
    },
    async draft(programs) {
      policy ??= await createPolicy(ctx, CLI, { name: 'CTI' })
      policy = await savePolicy(ctx, CLI, {
        id: policy.id,
        version: policy.version,
        name: 'CTI',
        description: '',
        enabled: true,
        settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: programs },
        filters: [],
      })
    },
    async publish(programs, plan, actor = CLI) {
      await rolloutFarm.draft(programs)
      const [head] = await farm.rows<{ number: number }>('SELECT max(number)::int AS number FROM revision')
      base = head?.number ?? 0
      const input = { baseRevision: base, reason: `list ${programs.join(' ')}` }
      return publishPolicies(ctx, actor, { ...input, ...(plan && { plan: planOf(plan) }) })
    },
    async hostsAct() {
      const rows = await farm.rows<HostNow>(
        'SELECT id::text, ticket, applied, wanted_generation AS generation FROM host',
      )
      let acted = 0
      for (const host of hosts) {
        const row = rows.find(({ id }) => id === host.id)
        const told = `${row?.generation} ${host.conduct} ${JSON.stringify(host.more)}`
        if (!row || host.conduct === 'dead' || told === host.told) continue
        await act(host, row)
        host.told = told
        acted += 1
      }
      return acted
    },
    async settle() {
      do await advanceRollout(ctx)
      while ((await rolloutFarm.hostsAct()) > 0)
    },
    async pass(seconds) {
      farm.clock.pass(seconds * 1000)
      for (const { id, conduct } of hosts) {
        const host = ctx.board.byId(id)
        if (host && conduct !== 'dead') host.lastSeenMs = ctx.clock.now().getTime()
      }
      await advanceRollout(ctx)
    },
    view: (id) => getRollout(ctx, { id }),
    async pointers() {
      const rows = await farm.rows<{ name: string; generation: number; revision: number }>(
        'SELECT name, wanted_generation AS generation, wanted_revision AS revision FROM host ORDER BY name',
      )
      return new Map(rows.map(({ name, ...pointer }) => [name, pointer]))
    },
  }

  async function act(host: RolloutHost, { ticket: signed, applied: before }: HostNow): Promise<void> {
    const ticket = signed?.ticket
    const applied = {
      ...(ticket ? stateOf(host.conduct, ticket, before) : { generation: 0, items: [], effective: {} }),
      ...host.more,
    }
    host.seq += 1
    const opened = host.seq === 1 ? [openSession(1, { allocations: [], sockets: [] })] : []
    await ingestReport(ctx, host.id, report(host.seq, { applied, opened }))
  }

  for (let at = 1; at <= count; at += 1) {
    await rolloutFarm.join(`H${String(at).padStart(3, '0')}`)
  }
  return rolloutFarm
}

const SINCE = '2026-11-22T12:00:00.000Z'

function stateOf(
  conduct: Conduct,
  { generation, hash }: SignedTicket['ticket'],
  before: AppliedState | null,
): AppliedState {
  const kept = before ?? { generation: 0, items: [], effective: {} }
  if (conduct === 'refuses' && kept.generation < generation) {
    return { ...kept, refused: { generation, code: 'bundle-hash', message: 'not the one' } }
  }
  if (conduct === 'holds' && kept.generation < generation) {
    return { ...kept, waiting: { generation, for: 'drain', since: SINCE } }
  }
  const failed = conduct === 'fails' && generation > 1
  const state = failed
    ? { state: 'failed' as const, code: 'apply', message: 'no' }
    : { state: 'applied' as const }
  const items = [{ setting: 'VirtualLoopbackPrograms', ...state, since: SINCE }]
  return { generation, hash, items, effective: {} }
}
