import type { Policy } from '~/domain/policy-model'
import type { Db } from './db'
import type { Sql } from './statements'

export interface Head {
  revision: number
  policies: Policy[]
}

/** The newest published revision, with its policies; revision 0 with none before the first. */
export async function readHead(db: Db): Promise<Head> {
  const row = await db.revision.findFirst({
    orderBy: { number: 'desc' },
    select: { number: true, policies: true },
  })
  return { revision: row?.number ?? 0, policies: (row?.policies ?? []) as unknown as Policy[] }
}

export async function readHeadNumber(db: Sql): Promise<number> {
  const [row] = await db.$queryRawUnsafe<{ number: number | null }[]>(
    'SELECT max(number)::int AS number FROM revision',
  )
  return row?.number ?? 0
}
