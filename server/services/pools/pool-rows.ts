import { forecastFull } from '~/domain/forecast'
import { poolState } from '~/domain/pool'
import { AppError } from '../../errors'
import {
  type PoolRecord,
  type PoolUseRecord,
  type PoolUseSample,
  readPools,
  readPoolUse,
} from '../../repositories/pool'
import { readBlocks } from '../../repositories/pool-address'
import { type Sql, sqlOf } from '../../repositories/statements'
import type { ServiceContext } from '../context'
import type { PoolRow, PoolView } from '../views/pool-view'

type PoolContext = Pick<ServiceContext, 'statements' | 'clock'>

const HOUR_MS = 3_600_000
/** What the forecast looks back on. */
const PAST_MS = 14 * 24 * HOUR_MS
const FORECAST_STEP_SECONDS = 900

export async function listPools(ctx: PoolContext): Promise<{ rows: PoolRow[] }> {
  const sql = sqlOf(ctx.statements)
  const now = ctx.clock.now()
  const records = await readPools(sql, now)
  return { rows: await Promise.all(records.map((record) => rowOf(sql, record, now))) }
}

/** @throws AppError `not-found` */
export async function getPoolRow(ctx: PoolContext, id: string): Promise<PoolRow> {
  const sql = sqlOf(ctx.statements)
  const now = ctx.clock.now()
  const [record] = await readPools(sql, now, id)
  if (!record) throw new AppError('not-found', 'There is no such pool.')
  return rowOf(sql, record, now)
}

/** Steps of the chart, so that each has some two hundred points. */
const STEPS: Record<number, number> = { 6: 60, 24: 300, 168: 3_600, 720: 10_800 }
export const CHART_HOURS = [6, 24, 168, 720] as const

/** A pool with its picture and its past. @throws AppError `not-found` */
export async function getPool(
  ctx: PoolContext,
  { id, hours }: { id: string; hours: (typeof CHART_HOURS)[number] },
): Promise<PoolView> {
  const sql = sqlOf(ctx.statements)
  const now = ctx.clock.now()
  const row = await getPoolRow(ctx, id)
  const from = new Date(now.getTime() - hours * HOUR_MS)
  const [use, blocks] = await Promise.all([
    readPoolUse(sql, id, { from, to: now, stepSeconds: STEPS[hours] ?? 300 }),
    readBlocks(sql, id, now),
  ])
  const live = { at: now, held: row.held, resting: row.resting, size: row.size }
  return { ...row, use: [...use, live].map(pointOf), blocks }
}

const pointOf = ({ at, ...rest }: PoolUseSample) => ({ ...rest, at: at.toISOString() })

async function rowOf(sql: Sql, record: PoolRecord & PoolUseRecord, now: Date): Promise<PoolRow> {
  const from = new Date(now.getTime() - PAST_MS)
  const past = await readPoolUse(sql, record.id, { from, to: now, stepSeconds: FORECAST_STEP_SECONDS })
  const samples = past.map(({ at, held }) => ({ at: at.getTime(), held }))
  const forecast = forecastFull(samples, record.size, now.getTime())
  const { size, held, resting, reserved, leaving } = record
  return {
    ...record,
    free: Math.max(0, size - (held - leaving) - resting - reserved),
    state: poolState(record),
    forecast: forecast && {
      perDay: Math.round(forecast.perDay * 10) / 10,
      fullAt: forecast.fullAt === null ? null : new Date(forecast.fullAt).toISOString(),
    },
  }
}
