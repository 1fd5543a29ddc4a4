import type { Db } from '../../repositories/db'
import { readHead } from '../../repositories/head'
import { revisionsSince } from '../../repositories/revision'
import { listedPrograms } from './judging-facts'

/** Entries that every revision in force since an instant listed, as they are typed now. */
export async function listedSince(db: Db, since: Date): Promise<string[]> {
  const now = listedPrograms((await readHead(db)).policies)
  const revisions = await revisionsSince(db, since)
  // Nothing was in force at the beginning: nobody has waited that long.
  if (revisions.length === 0 || revisions.every(({ publishedAt }) => publishedAt > since)) return []
  const before = revisions.map(
    ({ policies }) => new Set(listedPrograms(policies).map((entry) => entry.toLowerCase())),
  )
  return now.filter((entry) => before.every((list) => list.has(entry.toLowerCase())))
}
