import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from '~/protocol/version'
import { projectRoot } from '../../project-root'
import { readAbout } from '../../repositories/about'
import type { ServiceContext } from '../context'
import type { AboutView } from '../views/about-view'

/** What runs here and how it is: for whoever asks for help, and whoever gives it. */
export async function aboutFarm({ database, clock, farm, nudges }: ServiceContext): Promise<AboutView> {
  const { databaseVersion, databaseBytes, migration, agents, auditRows } = await readAbout(database)
  return {
    version: ownVersion(),
    protocol: { newest: PROTOCOL_VERSION, oldest: OLDEST_PROTOCOL_VERSION },
    node: process.version,
    now: clock.now().toISOString(),
    startedAt: new Date(farm.startedMs).toISOString(),
    memoryBytes: process.memoryUsage.rss(),
    database: { version: databaseVersion, bytes: databaseBytes, migration },
    auditRows,
    watchingAgents: nudges.size,
    agents,
  }
}

let version: string | undefined

function ownVersion(): string {
  version ??= String(JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')).version)
  return version
}
