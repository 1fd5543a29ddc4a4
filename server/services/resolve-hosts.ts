/** From policies to tickets: resolve once for each class of hosts, and move the pointers of hosts whose bundle changed. */

import { setImmediate as breathe } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { resolveClasses } from '~/domain/class-resolver'
import { canonicalHostConfig, type HostConfig } from '~/domain/host-config'
import type { Policy } from '~/domain/policy-model'
import type { ApplyTime } from '~/domain/rollout'
import { sha256 } from '~/protocol/hash'
import { signBundle, signTicket } from '~/protocol/signature'
import { APPLY_VALUE, type SignedTicket } from '~/protocol/ticket'
import { addBundles, type BundleRow, knownBundles } from '../repositories/bundle'
import type { Db } from '../repositories/db'
import { lockFarm } from '../repositories/farm-lock'
import { readFarm } from '../repositories/farm-row'
import {
  type MovedHost as Moved,
  moveHosts,
  type ResolvableHost,
  readResolvable,
} from '../repositories/host-pointer'
import type { ServiceContext } from './context'
import { type PublishedPolicies, policiesOfHosts } from './policies-in-force'

export type MovedHost = Moved<SignedTicket>

export interface ResolveRequest {
  /** The revision that tickets name, and its policies; when absent each host has those that it is to run now. */
  revision?: number
  policies?: readonly Policy[]
  /** True when the revision restores an older one. */
  rollback?: boolean
  /** Only these hosts; all active hosts when absent. */
  hostIds?: readonly string[]
  /** When hosts put it in force; at once when absent. */
  apply?: ApplyTime
  /** The caller holds the farm lock already, in the right mode. */
  locked?: boolean
}

export interface ResolvedHosts {
  revision: number
  /** Hosts that were given a new ticket. Hand them to `announceHosts` after the commit. */
  changed: MovedHost[]
}

/** One signature takes about 60 microseconds; between batches other requests have their turn. */
const SIGNATURES_AT_ONCE = 100
/** Large enough that a statement's own cost is lost in it, small enough that signing hardly ever waits for it. */
const STORED_AT_ONCE = 1_000

/**
 * Call it inside the transaction of the change itself. It takes the farm lock (shared for some hosts, exclusive for
 * all), so a caller that locks rows first must take the lock before them.
 */
export async function resolveHosts(
  tx: Db,
  ctx: ServiceContext,
  request: ResolveRequest,
): Promise<ResolvedHosts> {
  if (!request.locked) await lockFarm(tx, request.hostIds ? 'shared' : 'exclusive')
  const hosts = await readResolvable(tx, request.hostIds)
  const groups =
    request.policies && request.revision !== undefined
      ? [{ revision: request.revision, policies: [...request.policies], hosts }]
      : await policiesOfHosts(tx, hosts)
  const changed: MovedHost[] = []
  for (const group of groups) {
    const classes = await bundlesOf(tx, group.hosts, group.policies)
    await storeBundles(tx, ctx, classes, group.revision)
    changed.push(...(await moveToTickets(tx, ctx, group, classes, request)))
  }
  return { revision: Math.max(0, ...groups.map(({ revision }) => revision)), changed }
}

interface ClassBundle {
  hash: string
  text: string
  config: HostConfig
}

/** The bundle of each host, by the host's id. */
async function bundlesOf(tx: Db, hosts: readonly ResolvableHost[], policies: Policy[]) {
  const { filterRule: rule, allowUnverifiedOs } = await readFarm(tx)
  const byHost = new Map<string, ClassBundle>()
  for (const { config, hosts: alike } of resolveClasses(hosts, {
    policies,
    rule,
    options: { allowUnverifiedOs },
  })) {
    const text = canonicalHostConfig(config)
    const bundle = { config, text, hash: sha256(text) }
    for (const { id } of alike) byHost.set(id, bundle)
  }
  return byHost
}

async function storeBundles(
  tx: Db,
  ctx: ServiceContext,
  classes: ReadonlyMap<string, ClassBundle>,
  revision: number,
): Promise<void> {
  const byHash = new Map([...classes.values()].map((bundle) => [bundle.hash, bundle]))
  if (byHash.size === 0) return
  const known = await knownBundles(tx, [...byHash.keys()])
  const fresh: BundleRow[] = []
  for (const { hash, text, config } of byHash.values()) {
    if (known.has(hash)) continue
    const { keyId, signature } = signBundle(hash, revision, ctx.signingKey)
    fresh.push({ hash, config, body: gzipSync(text), revision, keyId, signature })
  }
  await addBundles(tx, fresh)
}

/** The database stores one batch while the next is signed. */
async function moveToTickets(
  tx: Db,
  ctx: ServiceContext,
  { revision, hosts }: PublishedPolicies & { hosts: readonly ResolvableHost[] },
  classes: ReadonlyMap<string, ClassBundle>,
  { rollback = false, apply = 'now' }: ResolveRequest,
): Promise<MovedHost[]> {
  const issuedAt = ctx.clock.now().toISOString()
  const values = apply === 'now' ? {} : { values: { [APPLY_VALUE]: apply } }
  const moved: MovedHost[] = []
  let stored: Promise<void> = Promise.resolve()
  let batch: MovedHost[] = []
  const store = async () => {
    await stored
    stored = moveHosts(tx, batch)
    // It is awaited at the next batch or at the end: what it throws is thrown there.
    stored.catch(() => {})
    batch = []
  }
  for (const { id, wantedGeneration, wantedHash } of hosts) {
    const hash = classes.get(id)?.hash
    if (!hash || hash === wantedHash) continue
    const generation = wantedGeneration + 1
    const ticket = { hostId: id, generation, hash, revision, rollback, issuedAt, ...values }
    const host = { id, generation, hash, revision, ticket: signTicket(ticket, ctx.signingKey) }
    moved.push(host)
    batch.push(host)
    if (moved.length % SIGNATURES_AT_ONCE === 0) await breathe()
    if (batch.length === STORED_AT_ONCE) await store()
  }
  await store()
  await stored
  return moved
}
