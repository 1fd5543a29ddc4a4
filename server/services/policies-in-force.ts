/** Which policies a host is to run now: the farm's, or those that a rollout has moved it ahead to. */

import type { Policy } from '~/domain/policy-model'
import { AppError } from '../errors'
import type { Db } from '../repositories/db'
import { type Head, readHead } from '../repositories/head'
import { findRevision } from '../repositories/revision'
import { findOpenRollout } from '../repositories/rollout'

export type PublishedPolicies = Head

/** Hosts with what they are to run; at most one group where no rollout is open. */
export async function policiesOfHosts<Host extends { rolloutRevision: number | null }>(
  db: Db,
  hosts: readonly Host[],
): Promise<(PublishedPolicies & { hosts: Host[] })[]> {
  const base = await policiesInForce(db)
  const groups = new Map([[base.revision, { ...base, hosts: [] as Host[] }]])
  for (const host of hosts) {
    const revision = host.rolloutRevision ?? base.revision
    let group = groups.get(revision)
    if (!group) {
      group = { revision, policies: await policiesOf(db, revision), hosts: [] }
      groups.set(revision, group)
    }
    group.hosts.push(host)
  }
  return [...groups.values()].filter((group) => group.hosts.length > 0)
}

/** What hosts run that no open rollout has reached, and hosts that join the farm meanwhile. */
export async function policiesInForce(db: Db): Promise<PublishedPolicies> {
  const open = await findOpenRollout(db)
  if (!open) return readHead(db)
  return { revision: open.baseRevision, policies: await policiesOf(db, open.baseRevision) }
}

/** Revision 0 is the farm before its first. */
export async function policiesOf(db: Db, revision: number): Promise<Policy[]> {
  if (revision === 0) return []
  const found = await findRevision(db, revision)
  if (!found) throw new AppError('not-found', `There is no revision ${revision}.`)
  return found.policies
}
