import type { Db } from './db'

export interface AboutRecord {
  databaseVersion: string
  databaseBytes: number
  /** The newest that was applied. */
  migration: string | null
  /** About as many as there are. */
  auditRows: number
  agents: { version: string; driver: string; hosts: number }[]
}

/** The database and the agents in numbers. */
export async function readAbout(db: Db): Promise<AboutRecord> {
  const [row] = await db.$queryRawUnsafe<Omit<AboutRecord, 'agents'>[]>(
    `SELECT current_setting('server_version') AS "databaseVersion",
       pg_database_size(current_database())::float8 AS "databaseBytes",
       (SELECT max(migration_name) FROM _prisma_migrations WHERE finished_at IS NOT NULL) AS migration,
       (SELECT coalesce(max(id), 0)::float8 FROM audit_event) AS "auditRows"`,
  )
  if (!row) throw new Error('PostgreSQL answered a question for one row with none')
  const agents = await db.$queryRawUnsafe<AboutRecord['agents']>(
    `SELECT agent_version AS version, driver, count(*)::int AS hosts FROM host
     WHERE lifecycle <> 'retired' GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 50`,
  )
  return { ...row, agents }
}
