import { join } from 'node:path'
import { lockData, runningServer } from '~/server/data-lock'
import { startEmbedded } from '~/server/database/embedded/start-embedded'
import { migrate } from '~/server/database/migrate'
import { openDatabase } from '~/server/database/open-database'
import type { Environment } from '~/server/env'
import { projectRoot } from '~/server/project-root'

/**
 * Lends the control plane's database to a command: the running server's, DATABASE_URL's, or the embedded one started
 * for as long as `work` takes. It is migrated first.
 * @throws StartError when it cannot be had.
 */
export async function borrowDatabase<T>(
  { databaseUrl, dataDirectory }: Pick<Environment, 'databaseUrl' | 'dataDirectory'>,
  work: (url: string) => Promise<T>,
): Promise<T> {
  if (databaseUrl) {
    const { url } = await openDatabase({ databaseUrl, dataDirectory, say: () => {}, patienceMs: 5_000 })
    return migrated(url, work)
  }
  const lock = runningServer(dataDirectory) ? null : lockData(dataDirectory)
  try {
    const database = await startEmbedded({ dataDirectory, database: 'vipfarm', borrow: lock === null })
    try {
      return await migrated(database.url, work)
    } finally {
      await database.stop()
    }
  } finally {
    lock?.release()
  }
}

async function migrated<T>(url: string, work: (url: string) => Promise<T>): Promise<T> {
  await migrate(url, join(projectRoot(), 'prisma/migrations'))
  return work(url)
}
