import { newIds } from './new-id'
import type { Sql } from './statements'

/** One row for each name. Sorted, so that two reports that meet the same new people never wait for each other in a ring. */
export async function addPersons(tx: Sql, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  const sorted = [...new Set(names)].sort()
  await tx.$executeRawUnsafe(
    `INSERT INTO person (id, name) SELECT id, n FROM unnest($1::text[], $2::uuid[]) AS x(n, id) ORDER BY n
     ON CONFLICT (name) DO NOTHING`,
    sorted,
    newIds(sorted.length),
  )
}
