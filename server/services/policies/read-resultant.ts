import { type Resolution, resolve } from '~/domain/resolve'
import { AppError } from '../../errors'
import { readFarm } from '../../repositories/farm-row'
import { readHead } from '../../repositories/head'
import { readResolvable } from '../../repositories/host-pointer'
import type { ServiceContext } from '../context'

/** What the newest revision gives one active host: winners, losers, and what it cannot do. @throws `not-found`. */
export async function readResultant(
  { database }: ServiceContext,
  { hostId }: { hostId: string },
): Promise<Resolution> {
  const [host] = await readResolvable(database, [hostId])
  if (!host) throw new AppError('not-found', 'There is no such active host.')
  const { policies } = await readHead(database)
  const { filterRule: rule, allowUnverifiedOs } = await readFarm(database)
  return resolve({ policies, host: host.facts, rule, options: { allowUnverifiedOs } })
}
