/** The work behind `vipfarm rollout`. */

import type { RolloutView } from '~/server/services/views/rollout-view'
import { borrowFarm, CLI_ACTOR } from './borrow-farm'
import type { RolloutOptions } from './commands/rollout'
import { CliError, type CliIo } from './io'
import { rolloutsText, rolloutText } from './rollout-text'

const SHOWN = 20

export async function runList({ json }: { json?: true }, io: CliIo): Promise<void> {
  const { rows } = await withRollouts(io, ({ ctx, read }) => read.listRollouts(ctx, { limit: SHOWN }))
  io.stdout(json ? `${JSON.stringify(rows)}\n` : rolloutsText(rows))
}

export async function runShow(
  revision: number | undefined,
  { json }: { json?: true },
  io: CliIo,
): Promise<void> {
  const view = await withRollouts(io, (farm) => viewOf(farm, revision))
  io.stdout(json ? `${JSON.stringify(view)}\n` : rolloutText(view))
}

export async function runAct(
  act: 'halt' | 'resume' | 'rollback',
  revision: number | undefined,
  { reason }: RolloutOptions,
  io: CliIo,
): Promise<void> {
  const told = await withRollouts(io, async (farm) => {
    const { ctx } = farm
    const { id, revision: number } = await viewOf(farm, revision)
    const acts = await import('~/server/services/rollouts/act-on-rollout')
    const input = { id, reason }
    if (act === 'halt') {
      await acts.haltRollout(ctx, CLI_ACTOR, input)
      return `halted the rollout of revision ${number}: no further wave opens`
    }
    if (act === 'resume') {
      await acts.resumeRollout(ctx, CLI_ACTOR, input)
      return `resumed the rollout of revision ${number}`
    }
    const back = await acts.rollBackRollout(ctx, CLI_ACTOR, input)
    const hosts = `${back.changedHosts} ${back.changedHosts === 1 ? 'host goes' : 'hosts go'} back`
    return `took revision ${number} back with revision ${back.revision}: ${hosts}`
  })
  io.stdout(`${told}\n`)
}

type Read = typeof import('~/server/services/rollouts/read-rollouts')
interface Rollouts {
  ctx: Awaited<ReturnType<Parameters<Parameters<typeof borrowFarm>[1]>[0]['context']>>
  read: Read
}

function withRollouts<T>(io: CliIo, work: (rollouts: Rollouts) => Promise<T>): Promise<T> {
  return borrowFarm(io, async ({ context }) => {
    const ctx = await context()
    const { refreshFarm } = await import('~/server/services/farm-news')
    await refreshFarm(ctx)
    return work({ ctx, read: await import('~/server/services/rollouts/read-rollouts') })
  })
}

/** @throws CliError where none was ever started */
async function viewOf({ ctx, read }: Rollouts, revision: number | undefined): Promise<RolloutView> {
  if (revision !== undefined) return read.getRollout(ctx, { revision })
  const { rows } = await read.listRollouts(ctx, { limit: 1 })
  const [newest] = rows
  if (!newest) throw new CliError(['No revision was published in waves yet.'])
  return read.getRollout(ctx, { id: newest.id })
}
