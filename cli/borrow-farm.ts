/** The farm's own services, over its own database: for commands that an operator types on the server. */

import { problemText } from '~/domain/result'
import type { ServiceContext } from '~/server/services/context'
import type { CopySource } from '~/server/services/exports/start-export'
import { CliError, type CliIo } from './io'

export interface BorrowedFarm {
  database: ServiceContext['database']
  /** What exports stream from. */
  copySource: CopySource
  /** All of the services' context, the signing key among it: needs the master key. */
  context(): Promise<ServiceContext>
  /** Where agents reach the server, as far as the environment says. */
  serverUrl: string
}

/** How the record names what commands do. */
export const CLI_ACTOR = { kind: 'cli', id: null } as const

/**
 * Lends the farm to a command, whether its server runs or not.
 * @throws CliError with what to mend: no database, bad input, a name that is taken.
 */
export async function borrowFarm<T>(io: CliIo, work: (farm: BorrowedFarm) => Promise<T>): Promise<T> {
  const { readEnvironment } = await import('~/server/env')
  const { StartError } = await import('~/server/database/start-error')
  const { borrowDatabase } = await import('~/server/borrow-database')
  const { AppError } = await import('~/server/errors')
  try {
    const environment = readEnvironment(io.env)
    return await borrowDatabase(environment, (url) => withServices(environment, url, work))
  } catch (error) {
    if (error instanceof StartError || isWrongKey(error)) throw new CliError(error.message.split('\n'))
    if (!(error instanceof AppError)) throw error
    throw new CliError(error.problems.length > 0 ? error.problems.map(problemText) : [error.message])
  }
}

const isWrongKey = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'WrongMasterKey'

type Environment = ReturnType<typeof import('~/server/env').readEnvironment>

async function withServices<T>(
  environment: Environment,
  url: string,
  work: (farm: BorrowedFarm) => Promise<T>,
): Promise<T> {
  const { createPipelines, createPool } = await import('~/server/database/pool')
  const { createPrisma } = await import('~/server/database/prisma')
  const pool = createPool(url, 4)
  const pipelines = createPipelines(url)
  const database = createPrisma(pool)
  try {
    return await work({
      database,
      copySource: pool,
      context: () => contextOf(environment, { database, statements: pool, pipelines }),
      serverUrl: environment.publicUrl ?? localUrl(environment),
    })
  } finally {
    await database.$disconnect()
    await Promise.all([pool.end(), pipelines.end()])
  }
}

async function contextOf(
  environment: Environment,
  parts: Pick<ServiceContext, 'database' | 'statements' | 'pipelines'>,
) {
  const { systemClock: clock } = await import('~/server/clock')
  const { createLogger } = await import('~/server/log')
  const { masterKey } = await import('~/server/master-key')
  const { createServiceContext } = await import('~/server/services/context')
  const { loadSigningKey } = await import('~/server/services/signing-key')
  const signingKey = await loadSigningKey(parts.database, masterKey(environment), clock)
  return createServiceContext({ ...parts, clock, log: createLogger('warn'), signingKey })
}

const localUrl = ({ tls, port }: Environment) => `${tls ? 'https' : 'http'}://127.0.0.1:${port}`
