import type { Db } from './db'

export interface HostRecord {
  id: string
  name: string
  machineId: string
  osFamily: string
  osVersion: string
  arch: string | null
  cloudHosted: boolean
  deliveryGroupId: string | null
  tags: string[]
  ou: string | null
  lifecycle: 'pending_approval' | 'active' | 'quarantined' | 'retired'
  wantedRevision: number
  /** The token of the last enrolment. */
  enrolledWith: string | null
  /** Null until its first report. */
  boot: string | null
  pastBoots: string[]
}

const select = {
  id: true,
  name: true,
  machineId: true,
  osFamily: true,
  osVersion: true,
  arch: true,
  cloudHosted: true,
  deliveryGroupId: true,
  tags: true,
  ou: true,
  lifecycle: true,
  wantedRevision: true,
  enrolledWith: true,
  boot: true,
  pastBoots: true,
} as const

export async function findHost(db: Db, id: string): Promise<HostRecord | null> {
  return db.host.findUnique({ where: { id }, select })
}

/** The host of a machine, unless it was retired. */
export async function findHostOfMachine(db: Db, machineId: string): Promise<HostRecord | null> {
  return db.host.findFirst({ where: { machineId, lifecycle: { not: 'retired' } }, select })
}

/** The name itself, or with the lowest number from 2 on that makes it free: `HOST7-2`. Names differ by more than case. */
export async function freeHostName(tx: Db, wanted: string): Promise<string> {
  const base = wanted.slice(0, 245)
  const rows = await tx.$queryRawUnsafe<{ name: string }[]>(
    `SELECT lower(name) AS name FROM host
     WHERE lifecycle <> 'retired' AND (lower(name) = lower($1) OR starts_with(lower(name), lower($2) || '-'))`,
    wanted,
    base,
  )
  const taken = new Set(rows.map(({ name }) => name))
  if (!taken.has(wanted.toLowerCase())) return wanted
  let number = 2
  while (taken.has(`${base}-${number}`.toLowerCase())) number += 1
  return `${base}-${number}`
}

export interface EnrolledHost {
  name: string
  machineId: string
  osFamily: string
  osVersion: string
  arch: string | null
  cloudHosted: boolean
  deliveryGroupId: string
  tags: string[]
  ou: string | null
  credentialHash: string
  agentVersion: string
  driver: string
  enrolledAt: Date
  enrolledWith: string
}

/** Adds a host, unless its name is taken. Waits for another transaction that is about to take it. */
export async function addHost(
  tx: Db,
  host: EnrolledHost & { id: string; lifecycle: 'pending_approval' | 'active' },
): Promise<boolean> {
  const { count } = await tx.host.createMany({ data: [host], skipDuplicates: true })
  return count === 1
}

/** Whether anything was heard of the host, ever. */
export async function wasHeard(db: Db, id: string): Promise<boolean> {
  return (await db.hostSeen.count({ where: { hostId: id } })) > 0
}

/**
 * A new credential for a host that enrolled again. It starts anew as a reporter: its next report must be full, and no
 * boot of the key before counts as over.
 */
export async function rekeyHost(
  tx: Db,
  id: string,
  host: Omit<EnrolledHost, 'name'> & { lifecycle?: 'active' | 'pending_approval' },
): Promise<void> {
  await tx.host.update({ where: { id }, data: { ...host, boot: null, pastBoots: [], reportSeq: 0 } })
}

/** No key opens this host any more; it waits for its machine to enrol again. */
export async function withdrawKey(tx: Db, id: string, credentialHash: string): Promise<void> {
  const data = { credentialHash, lifecycle: 'active' as const, boot: null, pastBoots: [], reportSeq: 0 }
  await tx.host.update({ where: { id }, data })
}

export interface HostChanges {
  name?: string
  deliveryGroupId?: string | null
  tags?: string[]
  ou?: string | null
  lifecycle?: 'active' | 'quarantined' | 'retired'
}

export async function changeHost(tx: Db, id: string, changes: HostChanges): Promise<void> {
  await tx.host.update({ where: { id }, data: changes })
}

/** Makes others who change this host wait until the transaction ends. */
export async function lockHost(tx: Db, id: string): Promise<void> {
  await tx.$queryRawUnsafe('SELECT 1 AS locked FROM host WHERE id = $1::uuid FOR UPDATE', id)
}
