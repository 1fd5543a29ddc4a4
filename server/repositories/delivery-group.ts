import type { DesktopKind } from '~/domain/host-facts'
import type { Db } from './db'
import type { Sql } from './statements'

export interface DeliveryGroupRecord {
  id: string
  name: string
  kind: DesktopKind
  hosts: number
}

/** All groups by name, with the number of hosts that are not retired. */
export async function listGroups(db: Db): Promise<DeliveryGroupRecord[]> {
  const rows = await db.deliveryGroup.findMany({
    orderBy: { name: 'asc' },
    select: {
      id: true,
      name: true,
      kind: true,
      _count: { select: { hosts: { where: { lifecycle: { not: 'retired' } } } } },
    },
  })
  return rows.map(({ id, name, kind, _count }) => ({
    id,
    name,
    kind: kind as DesktopKind,
    hosts: _count.hosts,
  }))
}

/** What policies are told of groups. */
export async function readGroupNames(db: Sql): Promise<{ id: string; name: string; kind: DesktopKind }[]> {
  return db.$queryRawUnsafe('SELECT id::text, name, kind FROM delivery_group')
}

export async function findGroup(db: Db, id: string): Promise<{ id: string; name: string } | null> {
  return db.deliveryGroup.findUnique({ where: { id }, select: { id: true, name: true } })
}

/** Names that differ only in case are one name. */
export async function findGroupByName(db: Db, name: string): Promise<{ id: string; name: string } | null> {
  return db.deliveryGroup.findFirst({
    where: { name: { equals: name, mode: 'insensitive' } },
    select: { id: true, name: true },
  })
}

export async function addGroup(tx: Db, name: string, kind: DesktopKind): Promise<{ id: string }> {
  return tx.deliveryGroup.create({ data: { name, kind }, select: { id: true } })
}
