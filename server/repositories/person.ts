import type { Sql } from './statements'

/** One row for each name. Sorted, so that two reports that meet the same new people never wait for each other in a ring. */
export async function addPersons(tx: Sql, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  await tx.$executeRawUnsafe(
    `INSERT INTO person (id, name) SELECT gen_random_uuid(), n FROM unnest($1::text[]) AS n ORDER BY n
     ON CONFLICT (name) DO NOTHING`,
    [...new Set(names)].sort(),
  )
}
