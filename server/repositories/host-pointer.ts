/** What hosts are told to run: the facts it is resolved from, and the pointers that say it. */

import type { HostFacts } from '~/domain/host-facts'
import type { Db } from './db'

export interface ResolvableHost {
  id: string
  facts: HostFacts
  wantedGeneration: number
  wantedHash: string | null
  /** The revision that an open rollout has moved it ahead to; null while it follows the farm. */
  rolloutRevision: number | null
}

interface ResolvableRow {
  id: string
  name: string
  os_family: 'windows' | 'linux'
  os_version: string
  arch: HostFacts['arch'] | null
  cloud_hosted: boolean
  tags: string[]
  ou: string | null
  wanted_generation: number
  wanted_hash: string | null
  rollout_revision: number | null
  group_name: string | null
  group_kind: HostFacts['deliveryGroupKind'] | null
}

const RESOLVABLE = `
  SELECT h.id::text, h.name, h.os_family, h.os_version, h.arch, h.cloud_hosted, h.tags, h.ou,
         h.wanted_generation, h.wanted_hash, h.rollout_revision, g.name AS group_name, g.kind AS group_kind
  FROM host h LEFT JOIN delivery_group g ON g.id = h.delivery_group_id
  WHERE h.lifecycle = 'active'`

/** Active hosts, as rules see them. All of the farm, or those of `hostIds`. */
export async function readResolvable(db: Db, hostIds?: readonly string[]): Promise<ResolvableHost[]> {
  const rows = hostIds
    ? await db.$queryRawUnsafe<ResolvableRow[]>(`${RESOLVABLE} AND h.id = ANY($1::uuid[])`, [...hostIds])
    : await db.$queryRawUnsafe<ResolvableRow[]>(RESOLVABLE)
  return rows.map((row) => ({
    id: row.id,
    wantedGeneration: row.wanted_generation,
    wantedHash: row.wanted_hash,
    rolloutRevision: row.rollout_revision,
    facts: factsOf({
      ...row,
      osFamily: row.os_family,
      osVersion: row.os_version,
      cloudHosted: row.cloud_hosted,
      group: row.group_name === null ? null : { name: row.group_name, kind: row.group_kind },
    }),
  }))
}

/** What rules see of a host, from its columns. */
export function factsOf(host: {
  name: string
  osFamily: 'windows' | 'linux'
  osVersion: string
  arch: HostFacts['arch'] | null
  cloudHosted: boolean
  tags: string[]
  ou: string | null
  group: { name: string; kind: HostFacts['deliveryGroupKind'] | null } | null
}): HostFacts {
  const { name, osFamily, osVersion, arch, cloudHosted, tags, ou, group } = host
  return {
    name,
    os: { family: osFamily, version: osVersion },
    ...(arch && { arch }),
    cloudHosted,
    ...(group && { deliveryGroup: group.name }),
    ...(group?.kind && { deliveryGroupKind: group.kind }),
    tags,
    ...(ou !== null && { ou }),
  }
}

export interface MovedHost<Ticket extends object = object> {
  id: string
  generation: number
  hash: string
  revision: number
  ticket: Ticket
}

/** Points hosts at what they shall run, in one statement. */
export async function moveHosts(tx: Db, moved: readonly MovedHost[]): Promise<void> {
  if (moved.length === 0) return
  await tx.$executeRawUnsafe(
    `UPDATE host h
     SET wanted_generation = m.generation, wanted_hash = m.hash, wanted_revision = m.revision, ticket = m.ticket
     FROM json_to_recordset($1::json) AS m(id uuid, generation int, hash text, revision int, ticket jsonb)
     WHERE h.id = m.id`,
    JSON.stringify(moved),
  )
}

/** The ticket of every active host, as it is served. */
export async function readTickets(db: Db): Promise<{ id: string; ticket: object }[]> {
  return db.$queryRawUnsafe<{ id: string; ticket: object }[]>(
    `SELECT id::text, ticket FROM host WHERE lifecycle = 'active' AND ticket IS NOT NULL`,
  )
}
