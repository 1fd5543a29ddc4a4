/** What the bench of looks asks of the control plane's process. */

import { planOf } from '~/domain/rollout'
import type { ControlPlane } from '~/server/control-plane'
import type { Actor } from '~/server/repositories/audit'
import { findHead } from '~/server/repositories/revision'
import { publishPolicies } from '~/server/services/policies/publish-policies'
import { listDraft } from '~/server/services/policies/read-draft'
import { savePolicy } from '~/server/services/policies/save-policy'
import { advanceRollout } from '~/server/services/rollouts/advance-rollout'
import { listRolloutHosts } from '~/server/services/rollouts/list-rollout-hosts'
import { getRollout } from '~/server/services/rollouts/read-rollouts'
import type { Role } from './child'

const CLI: Actor = { kind: 'cli', id: null }
const PAGE = 50

export interface LookTimes {
  /** What the timer does. */
  decideMs: number
  /** What the screen of the rollout asks for. */
  screenMs: number
  /** A page of its hosts. */
  pageMs: number
}

export function lookCalls({ services }: Pick<ControlPlane, 'services'>): Role {
  const { database } = services
  return {
    addSessions: async ({ each }: { each: number }) => {
      await database.$executeRawUnsafe(ADD_PERSON)
      await database.$executeRawUnsafe(ADD_SESSIONS, each)
      await database.$executeRawUnsafe('ANALYZE session')
    },
    everybodyHeard: () => {
      for (const host of services.board.all()) host.lastSeenMs = Date.now()
    },
    /** Another list for everybody, in one wave that is open and waits for all of its hosts. */
    openRollout: async () => {
      const { policies } = await listDraft(services)
      const [policy] = policies
      if (!policy) throw new Error('there is no policy')
      const { id, version, name } = policy
      const settings = { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['after.exe'] }
      const content = { name, description: '', enabled: true, settings, filters: [] }
      await savePolicy(services, CLI, { id, version, ...content })
      const baseRevision = (await findHead(database))?.number ?? 0
      const plan = planOf({ waves: [{ kind: 'percent', percent: 100 }] })
      const published = await publishPolicies(services, CLI, { baseRevision, reason: 'bench', plan })
      await advanceRollout(services)
      return published.rollout
    },
    look: async ({ id, hosts }: { id: string; hosts: number }): Promise<LookTimes> => {
      const decideMs = await timed(() => advanceRollout(services))
      const screenMs = await timed(async () => {
        const { standings } = await getRollout(services, { id })
        if (standings.pending !== hosts)
          throw new Error(`${standings.pending} of ${hosts} hosts are on their way`)
      })
      const pageMs = await timed(() => listRolloutHosts(services, { id, limit: PAGE }))
      return { decideMs, screenMs, pageMs }
    },
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

const ADD_PERSON = `INSERT INTO person (id, name) VALUES ('00000000-0000-4000-8000-000000000001', 'EX\\bench')`

const ADD_SESSIONS = `
  INSERT INTO session (id, host_id, boot, number, person_id, protocol, logon_at, prediction)
  SELECT gen_random_uuid(), h.id, 'b', n, '00000000-0000-4000-8000-000000000001', 'ica', now(), '{}'
  FROM host h, generate_series(1, $1::int) n`
