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
  const name = `${month.from.toISOString().slice(0, 7)}-${ctx.clock.now().getTime()}.csv.gz`
  const file = `allocations-${name}`
  const inForceFile = `in-force-${name}`
  const files = { allocations: join(archive, file), inForce: join(archive, inForceFile) }
  await dropMonth(ctx.statements, month, files, ({ rows, sessions, sha256, inForce }) =>
    recordAudit(ctx.database, {
      actor: SYSTEM,
      action: 'history.drop',
      object: { kind: 'history', id: null },
      after: {
        from: month.from.toISOString(),
        to: month.to.toISOString(),
        ...{ intervals: rows, sessions, file, sha256 },
        ...(inForce && { inForce: { ...inForce, file: inForceFile } }),
      },
      reason: `older than ${historyDays} days`,
    }),
  )
  return true
}
