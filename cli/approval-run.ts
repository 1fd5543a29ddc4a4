/** The work behind `vipfarm approval`. */

import type { PublishRequestRow } from '~/server/services/views/rollout-view'
import { borrowFarm, CLI_ACTOR } from './borrow-farm'
import { publishedText } from './delivery-options'
import { CliError, type CliIo } from './io'
import { table } from './resolution-tables'

export async function runApprovals({ json }: { json?: true }, io: CliIo): Promise<void> {
  const rows = await borrowFarm(io, async ({ context }) => {
    const { readPublishRequests } = await import('~/server/services/policies/read-publish-requests')
    return readPublishRequests(await context(), CLI_ACTOR)
  })
  if (json) io.stdout(`${JSON.stringify(rows)}\n`)
  else io.stdout(rows.length === 0 ? 'Nobody asked for approval yet.\n' : requestsText(rows))
}

function requestsText(rows: readonly PublishRequestRow[]): string {
  return table(
    ['STATE', 'ASKED', 'BY', 'HOSTS', 'GOES OUT', 'REVISION', 'REASON'],
    rows.map(({ state, askedAt, by, hosts, plan, revision, reason }) => [
      state,
      askedAt,
      by,
      String(hosts),
      plan ? `in ${plan.waves.length} waves` : 'at once',
      String(revision ?? '-'),
      reason,
    ]),
  )
}

/** @throws CliError when nothing waits, or who asked is the command itself. */
export async function runDecision(act: 'approve' | 'decline', reason: string, io: CliIo): Promise<void> {
  const told = await borrowFarm(io, async ({ context }) => {
    const ctx = await context()
    const { readPublishRequests } = await import('~/server/services/policies/read-publish-requests')
    const waiting = (await readPublishRequests(ctx, CLI_ACTOR)).find(({ state }) => state === 'waiting')
    if (!waiting) throw new CliError(['Nothing waits for approval.'])
    const requests = await import('~/server/services/policies/publish-requests')
    const decision = { id: waiting.id, reason }
    if (act === 'approve') return publishedText(await requests.approvePublish(ctx, CLI_ACTOR, decision))
    await requests.declinePublish(ctx, CLI_ACTOR, decision)
    return `${waiting.own ? 'withdrew' : 'declined'} what ${waiting.by} asked for\n`
  })
  io.stdout(told)
}
