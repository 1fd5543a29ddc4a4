/** What active hosts say they have in force, for comparing findings and drafts with it. */

import type { HostInForce } from '~/domain/discovery/standing'
import type { Db } from './db'

export async function hostsInForce(db: Db): Promise<HostInForce[]> {
  return db.$queryRawUnsafe<HostInForce[]>(
    `SELECT h.id::text, h.name, h.os_family AS family,
       coalesce(h.applied->'effective', '{}'::jsonb) AS settings,
       coalesce(h.applied->>'hash' = h.wanted_hash, false) AS settled
     FROM host h WHERE h.lifecycle = 'active'`,
  )
}
