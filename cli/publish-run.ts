/** The work behind `vipfarm publish`, `history` and `restore`. */

import { borrowFarm, CLI_ACTOR } from './borrow-farm'
import type { PublishOptions } from './commands/publish'
import { deliveryOf, publishedText } from './delivery-options'
import type { CliIo } from './io'
import { table } from './resolution-tables'

const SHOWN = 20

export async function runPublish(options: PublishOptions, io: CliIo): Promise<void> {
  const { reason, ticket, base, ask, json } = options
  const delivery = deliveryOf(options)
  const told = await borrowFarm(io, async ({ context }) => {
    const ctx = await context()
    const baseRevision = base ?? (await newestRevision(ctx))
    const input = { baseRevision, reason, ticket, ...delivery }
    if (ask) {
      const { requestPublish } = await import('~/server/services/policies/publish-requests')
      const asked = await requestPublish(ctx, CLI_ACTOR, input)
      const hosts = `${asked.hosts} ${asked.hosts === 1 ? 'host' : 'hosts'}`
      return { answer: asked, text: `asked for approval: it reaches ${hosts}\n` }
    }
    const { publishPolicies } = await import('~/server/services/policies/publish-policies')
    const published = await publishPolicies(ctx, CLI_ACTOR, input)
    return { answer: published, text: publishedText(published) }
  })
  io.stdout(json ? `${JSON.stringify(told.answer)}\n` : told.text)
}

export async function runHistory({ json }: { json?: true }, io: CliIo): Promise<void> {
  const { rows } = await borrowFarm(io, async ({ context }) => {
    const { listHistory } = await import('~/server/services/policies/read-history')
    return listHistory(await context(), { limit: SHOWN })
  })
  if (json) io.stdout(`${JSON.stringify(rows)}\n`)
  else if (rows.length === 0) io.stdout('Nothing was published yet.\n')
  else io.stdout(historyText(rows))
}

type Row = import('~/server/services/views/policy-view').RevisionRow

function historyText(rows: readonly Row[]): string {
  return table(
    ['REVISION', 'PUBLISHED', 'BY', 'CHANGES', 'HOSTS', 'TICKET', 'REASON'],
    rows.map(({ number, publishedAt, by, changes, changedHosts, ticket, reason, restores }) => [
      String(number),
      publishedAt,
      by,
      String(changes),
      String(changedHosts),
      ticket ?? '-',
      restores === null ? reason : `${reason} (restores ${restores})`,
    ]),
  )
}

export async function runRestore(
  number: number,
  { reason, ticket, json }: { reason: string; ticket?: string; json?: true },
  io: CliIo,
): Promise<void> {
  const restored = await borrowFarm(io, async ({ context }) => {
    const ctx = await context()
    const { restoreRevision } = await import('~/server/services/policies/restore-revision')
    const baseRevision = await newestRevision(ctx)
    return restoreRevision(ctx, CLI_ACTOR, { number, baseRevision, reason, ticket })
  })
  io.stdout(json ? `${JSON.stringify(restored)}\n` : publishedText(restored))
}

type Context = Awaited<ReturnType<Parameters<Parameters<typeof borrowFarm>[1]>[0]['context']>>

async function newestRevision(ctx: Context): Promise<number> {
  const { listHistory } = await import('~/server/services/policies/read-history')
  const { rows } = await listHistory(ctx, { limit: 1 })
  return rows[0]?.number ?? 0
}
