import type { FilterRule } from '~/domain/filter'
import type { HostFacts, SessionFacts } from '~/domain/host-facts'
import { sameName } from '~/domain/text'
import { type DescribedUser, type WhatIf, whatIf } from '~/domain/what-if'
import { whatIfHtml } from '~/formats/what-if-html'
import { AppError } from '../../errors'
import type { Db } from '../../repositories/db'
import { listGroups } from '../../repositories/delivery-group'
import { readFarm } from '../../repositories/farm-row'
import { readHead } from '../../repositories/head'
import { readResolvable } from '../../repositories/host-pointer'
import { listPolicies, policyOf } from '../../repositories/policy'
import type { ServiceContext } from '../context'

export interface WhatIfRequest {
  policies: 'draft' | 'published'
  /** An active host of the farm, by its id or its name; else one is described. */
  host: AskedHost
  user?: DescribedUser
  /** Whose loopback is predicted: ids, 0 to 16,777,214, of the described user, or sessions with facts of their own. */
  sessions: (number | SessionFacts)[]
  /** In place of what the farm's settings say. */
  rule?: FilterRule
  allowUnverifiedOs?: boolean
}

export type AskedHost = { id: string } | { named: string } | HostFacts

/** What a host, a real or a described one, would be told and why. @throws AppError `not-found` */
export async function askWhatIf(
  { database }: Pick<ServiceContext, 'database'>,
  { policies, host, user, sessions, ...choices }: WhatIfRequest,
): Promise<WhatIf> {
  const farm = await readFarm(database)
  const { rule = farm.filterRule, allowUnverifiedOs = farm.allowUnverifiedOs } = choices
  return whatIf({
    policies:
      policies === 'draft'
        ? (await listPolicies(database)).map(policyOf)
        : (await readHead(database)).policies,
    host: await factsFor(database, host),
    ...(user && { user }),
    sessions: sessions.map((session) => (typeof session === 'number' ? { ...user, id: session } : session)),
    rule,
    options: { allowUnverifiedOs },
  })
}

/** The same answer as a page that needs nothing else. */
export async function askWhatIfHtml(ctx: ServiceContext, request: WhatIfRequest): Promise<{ html: string }> {
  return { html: whatIfHtml(await askWhatIf(ctx, request)) }
}

/** @throws AppError `not-found` */
export async function factsFor(db: Db, host: AskedHost): Promise<HostFacts> {
  if ('id' in host) return factsOf(db, host.id)
  if (!('named' in host)) return withGroupKind(db, host)
  const hosts = await readResolvable(db)
  const found = hosts.find(({ facts }) => sameName(facts.name, host.named))
  if (found) return found.facts
  throw new AppError('not-found', `There is no active host ${JSON.stringify(host.named)}.`)
}

async function factsOf(db: Db, id: string): Promise<HostFacts> {
  const [found] = await readResolvable(db, [id])
  if (!found) throw new AppError('not-found', 'There is no such active host.')
  return found.facts
}

/** Filters ask for the kind of a delivery group too; the farm knows it for its own groups. */
async function withGroupKind(db: Db, host: HostFacts): Promise<HostFacts> {
  const { deliveryGroup } = host
  if (deliveryGroup === undefined) return host
  const group = (await listGroups(db)).find(({ name }) => sameName(name, deliveryGroup))
  return group ? { ...host, deliveryGroupKind: group.kind } : host
}
