import { randomUUID } from 'node:crypto'
import type { PrismaClient } from '~/server/database/generated/client'

/** An enrolled, active Windows host, as if it had come by the agent's way. Returns its id. */
export async function addHost(
  database: PrismaClient,
  host: { name: string; deliveryGroup?: string; osVersion?: string; tags?: string[] },
): Promise<string> {
  const deliveryGroupId = host.deliveryGroup ? await groupNamed(database, host.deliveryGroup) : null
  const { id } = await database.host.create({
    data: {
      name: host.name,
      machineId: randomUUID(),
      osFamily: 'windows',
      osVersion: host.osVersion ?? 'Windows Server 2022',
      tags: host.tags ?? [],
      credentialHash: randomUUID(),
      agentVersion: '0.1.0',
      driver: 'simulated',
      deliveryGroupId,
    },
  })
  return id
}

async function groupNamed(database: PrismaClient, name: string): Promise<string> {
  const found = await database.deliveryGroup.findFirst({ where: { name } })
  return (found ?? (await database.deliveryGroup.create({ data: { name, kind: 'Shared' } }))).id
}

/** An open session on a host, with the loopback address that its number gives it. Returns its id. */
export async function addSession(
  database: PrismaClient,
  session: { hostId: string; number: number; user: string; logonAt?: Date },
): Promise<string> {
  const logonAt = session.logonAt ?? new Date('2026-03-01T08:00:00Z')
  const person = await database.person.upsert({
    where: { name: session.user },
    create: { name: session.user },
    update: {},
  })
  const { id } = await database.session.create({
    data: {
      hostId: session.hostId,
      boot: 'boot-0001',
      number: session.number,
      personId: person.id,
      protocol: 'ica',
      logonAt,
      prediction: { loopback: null, by: 'none' },
    },
  })
  return id
}
