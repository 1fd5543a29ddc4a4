import type { Policy } from '~/domain/policy-model'
import { inTransaction } from '~/server/repositories/db'
import { announceHosts, refreshFarm } from '~/server/services/farm-news'
import { resolveHosts } from '~/server/services/resolve-hosts'
import type { TestFarm } from './test-farm'

/** Publishes these policies as the next revision, past the draft: for tests of what follows from a revision. */
export async function publish({ ctx }: TestFarm, policies: Policy[], rollback = false): Promise<number> {
  const resolved = await inTransaction(ctx.database, async (tx) => {
    const last = await tx.revision.findFirst({ orderBy: { number: 'desc' }, select: { number: true } })
    const revision = (last?.number ?? 0) + 1
    const moved = await resolveHosts(tx, ctx, { revision, policies, rollback })
    await tx.revision.create({
      data: {
        number: revision,
        policies: policies as unknown as object[],
        contentHash: `test-${revision}`,
        reason: 'test',
        changes: 1,
        changedHosts: moved.changed.length,
        publishedBy: 'cli',
      },
    })
    return moved
  })
  await refreshFarm(ctx)
  await announceHosts(ctx, resolved)
  return resolved.revision
}
