import { type Resolution, resolve } from '~/domain/resolve'
import { AppError } from '../../errors'
import { readFarm } from '../../repositories/farm-row'
import { readResolvable } from '../../repositories/host-pointer'
import type { ServiceContext } from '../context'
import { policiesOfHosts } from '../policies-in-force'

/** What the revision that it is to run gives one active host: winners, losers, and what it cannot do. @throws `not-found`. */
export async function readResultant(
  { database }: ServiceContext,
  { hostId }: { hostId: string },
): Promise<Resolution> {
  const [host] = await readResolvable(database, [hostId])
  if (!host) throw new AppError('not-found', 'There is no such active host.')
  const [group] = await policiesOfHosts(database, [host])
  const policies = group?.policies ?? []
  const { filterRule: rule, allowUnverifiedOs } = await readFarm(database)
  return resolve({ policies, host: host.facts, rule, options: { allowUnverifiedOs } })
}
