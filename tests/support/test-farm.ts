import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Policy } from '~/domain/policy-model'
import { createAgentHandler } from '~/server/http/agent/handler'
import { silentLogger } from '~/server/log'
import type { Actor } from '~/server/repositories/audit'
import { createServiceContext, type ServiceContext } from '~/server/services/context'
import { createToken } from '~/server/services/create-token'
import { createDeliveryGroup } from '~/server/services/delivery-groups'
import { enrollHost } from '~/server/services/enroll-host'
import { loadBoard } from '~/server/services/farm-news'
import { makeSigningKey } from '~/server/services/signing-key'
import { createTestDatabase, type TestDatabase } from './database'

export const CLI: Actor = { kind: 'cli', id: null }

/** Time that stands still until it is told to pass. */
export function createTestClock(start = '2026-11-22T12:00:00.000Z') {
  let ms = Date.parse(start)
  return {
    now: () => new Date(ms),
    pass: (byMs: number) => {
      ms += byMs
    },
  }
}

export interface TestFarm {
  ctx: ServiceContext
  clock: ReturnType<typeof createTestClock>
  database: TestDatabase
  /** Of the agents' API. */
  origin: string
  /** Makes a token, in a delivery group of its own unless one is given. */
  token(more?: {
    uses?: number
    group?: string
    tags?: string[]
    ou?: string
    hours?: number
  }): Promise<string>
  /** Enrols a host with a token of its own. */
  enrol(name?: string, more?: { group?: string; machineId?: string }): Promise<EnrolledHost>
  /** Rows of a statement, for looking at what was stored. */
  rows<Row>(sql: string, ...values: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

export interface EnrolledHost {
  id: string
  name: string
  credential: string
  machineId: string
}

let machines = 0

/** A farm with its own database, a clock that stands still, and the agents' API on a port of its own. */
export async function createTestFarm(): Promise<TestFarm> {
  const database = await createTestDatabase()
  const clock = createTestClock()
  const signingKey = makeSigningKey()
  const ctx = createServiceContext({
    database: database.prisma,
    statements: database.pool,
    pipelines: database.pipelines,
    clock,
    log: silentLogger,
    signingKey,
  })
  await loadBoard(ctx)
  const plane = createAgentHandler(ctx)
  const server = createServer((req, res) => void plane.handle(req, res))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const groups = new Map<string, string>()
  const groupId = async (name: string) => {
    const known = groups.get(name)
    if (known) return known
    const { id } = await createDeliveryGroup(ctx, CLI, { name, kind: 'Shared' })
    groups.set(name, id)
    return id
  }
  const farm: TestFarm = {
    ctx,
    clock,
    database,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async token({ uses = 1, group = 'Call centre', hours = 24, ...place } = {}) {
      const deliveryGroupId = await groupId(group)
      return (await createToken(ctx, CLI, { label: 'test', deliveryGroupId, uses, hours, ...place })).token
    },
    async enrol(name = 'HOST', more = {}) {
      const machineId = more.machineId ?? machineIdOf()
      const token = await farm.token({ group: more.group })
      const output = await enrollHost(ctx, enrolment(token, name, machineId))
      return { id: output.hostId, name: output.name, credential: output.credential, machineId }
    },
    rows: (sql, ...values) => database.prisma.$queryRawUnsafe(sql, ...values),
    async close() {
      plane.stop()
      await closeServer(server)
      await database.drop()
    },
  }
  return farm
}

export const machineIdOf = (): string => `machine-${process.pid}-${++machines}`

export const enrolment = (token: string, name: string, machineId = machineIdOf()) => ({
  v: 1,
  token,
  machineId,
  agentVersion: '0.1.0',
  driver: 'simulated',
  facts: { name, os: { family: 'windows' as const, version: 'Windows Server 2022' }, arch: 'x64' as const },
})

/** A policy that lists programs everywhere. */
export const listing = (programs: string[], more: Partial<Policy> = {}): Policy => ({
  name: 'CTI',
  description: '',
  enabled: true,
  priority: 1,
  settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: programs },
  filters: [],
  ...more,
})

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
