/** The whole control plane but its pages, with an embedded database: one that is kept, or else thrown away. */

import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ControlPlane, startControlPlane } from '~/server/control-plane'
import { removeData } from '~/server/database/embedded/layout'
import { readEnvironment } from '~/server/env'
import { silentLogger } from '~/server/log'
import type { Actor } from '~/server/repositories/audit'
import { createToken } from '~/server/services/create-token'
import { createDeliveryGroup } from '~/server/services/delivery-groups'
import { createPolicy } from '~/server/services/policies/create-policy'
import { publishPolicies } from '~/server/services/policies/publish-policies'
import { savePolicy } from '~/server/services/policies/save-policy'
import { cpuSeconds, serveRole } from './child'
import { databaseCalls } from './database-calls'
import { countRequestStatements } from './request-statements'
import { rolloutCalls } from './rollout-roles'

const CLI: Actor = { kind: 'cli', id: null }
/**
 * @param kept the directory of a database that is there already, or shall stay
 * @param counted true to count the statements of requests, which makes every promise of the process dearer
 */
export async function serveControlPlane(kept?: string, counted = false): Promise<void> {
  const dataDirectory = kept ?? mkdtempSync(join(tmpdir(), 'vipfarm-bench-'))
  mkdirSync(dataDirectory, { recursive: true, mode: 0o711 })
  const statements = counted ? countRequestStatements() : () => 0
  const environment = readEnvironment({ PORT: '0', VIPFARM_DATA: dataDirectory })
  const plane = await startControlPlane({ environment, log: silentLogger, pages: false })
  const publish = createPublisher(plane)
  serveRole(
    {
      ...databaseCalls(plane, dataDirectory),
      ...rolloutCalls(plane),
      port: () => Number(new URL(plane.url).port),
      token: async ({ uses }: { uses: number }) => {
        const group = await createDeliveryGroup(plane.services, CLI, { name: 'Bench', kind: 'Shared' })
        const input = { label: 'bench', deliveryGroupId: group.id, uses: Math.min(1_000, uses), hours: 1 }
        return (await createToken(plane.services, CLI, input)).token
      },
      publish,
      cpu: () => cpuSeconds(),
      statements: () => statements(),
      /** How many sockets the open sessions are reported to have. */
      sockets: async () => {
        const open = await plane.services.database.session.findMany({ where: { endedAt: null } })
        return open.reduce((sum, { sockets }) => sum + (Array.isArray(sockets) ? sockets.length : 0), 0)
      },
      /** Hosts that have yet to report that they run what they are told. */
      behind: () => {
        const hosts = [...plane.services.board.all()]
        return hosts.filter((host) => host.appliedGeneration !== host.wantedGeneration).length
      },
    },
    async () => {
      await plane.stop()
      if (!kept) removeData(dataDirectory)
    },
  )
}

/** Adds a program to the list of one policy and publishes it: what an admin does in the browser. */
export function createPublisher(plane: ControlPlane) {
  const programs: string[] = ['softphone.exe']
  let policy: { id: string; version: number } | null = null
  let revision = 0
  return async ({ program }: { program: string }) => {
    const { services } = plane
    policy ??= await createPolicy(services, CLI, { name: 'Bench' })
    programs.push(program)
    policy = await savePolicy(services, CLI, {
      id: policy.id,
      version: policy.version,
      name: 'Bench',
      description: '',
      enabled: true,
      settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: programs },
      filters: [],
    })
    const at = Date.now()
    const published = await publishPolicies(services, CLI, { baseRevision: revision, reason: 'bench' })
    revision = published.revision
    return { ...published, at, committedAt: Date.now() }
  }
}
