/** Keeps history as long as the farm says, and names in it. Each step is on the record. */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { recordAudit } from '../../repositories/audit'
import { inTransaction } from '../../repositories/db'
import { lockWord } from '../../repositories/farm-lock'
import { readFarm } from '../../repositories/farm-row'
import { dropMonth, oldestMonth } from '../../repositories/history-drop'
import { pseudonymise } from '../../repositories/pseudonym'
import { sqlOf } from '../../repositories/statements'
import type { ServiceContext } from '../context'

type RetentionContext = Pick<ServiceContext, 'database' | 'statements' | 'clock'>

const DAY_MS = 86_400_000
const SYSTEM = { kind: 'system', id: null } as const

/** @param archive the directory that dropped months are written to */
export async function retain(ctx: RetentionContext, archive: string): Promise<void> {
  await pseudonymiseOld(ctx)
  while (await dropOldestMonth(ctx, archive)) {
    // The next one.
  }
}

/** Names go before whole records do. True when something was renamed. */
export async function pseudonymiseOld(ctx: RetentionContext): Promise<boolean> {
  const { pseudonymDays } = await readFarm(ctx.database)
  if (pseudonymDays === null) return false
  const before = new Date(ctx.clock.now().getTime() - pseudonymDays * DAY_MS)
  return inTransaction(ctx.database, async (tx) => {
    await lockWord(tx, 'retention')
    const renamed = await pseudonymise(tx, before)
    if (renamed.sessions === 0 && renamed.people === 0) return false
    await recordAudit(tx, {
      actor: SYSTEM,
      action: 'history.pseudonymise',
      object: { kind: 'history', id: null },
      after: { endedBefore: before.toISOString(), ...renamed },
    })
    return true
  })
}

/** True when a month was dropped: there may be another. */
export async function dropOldestMonth(ctx: RetentionContext, archive: string): Promise<boolean> {
  const { historyDays } = await readFarm(ctx.database)
  if (historyDays === null) return false
  const before = new Date(ctx.clock.now().getTime() - historyDays * DAY_MS)
  const month = await oldestMonth(sqlOf(ctx.statements), before)
  if (!month) return false
  mkdirSync(archive, { recursive: true, mode: 0o700 })
  const name = `allocations-${month.from.toISOString().slice(0, 7)}-${ctx.clock.now().getTime()}.csv.gz`
  await dropMonth(ctx.statements, month, join(archive, name), (dropped) =>
    recordAudit(ctx.database, {
      actor: SYSTEM,
      action: 'history.drop',
      object: { kind: 'history', id: null },
      after: {
        from: month.from.toISOString(),
        to: month.to.toISOString(),
        intervals: dropped.rows,
        sessions: dropped.sessions,
        file: name,
        sha256: dropped.sha256,
      },
      reason: `older than ${historyDays} days`,
    }),
  )
  return true
}
