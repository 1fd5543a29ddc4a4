/** A control plane without pages whose farm has as many hosts as asked, none of which is there: only the publish costs. */

import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startControlPlane } from '~/server/control-plane'
import { removeData } from '~/server/database/embedded/layout'
import { readEnvironment } from '~/server/env'
import { silentLogger } from '~/server/log'
import { loadBoard } from '~/server/services/farm-news'
import { cpuSeconds, serveRole } from './child'
import { createPublisher } from './control-plane-role'
import { lookCalls } from './rollout-look-calls'

export async function servePublish(): Promise<void> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'vipfarm-bench-'))
  const environment = readEnvironment({ PORT: '0', VIPFARM_DATA: dataDirectory })
  const plane = await startControlPlane({ environment, log: silentLogger, pages: false })
  const publish = createPublisher(plane)
  const { database } = plane.services
  serveRole(
    {
      ...lookCalls(plane),
      /** Hosts in as many classes: each class is a delivery group of its own. */
      addHosts: async ({ hosts, classes }: { hosts: number; classes: number }) => {
        await database.$executeRawUnsafe(ADD_GROUPS, classes)
        await database.$executeRawUnsafe(ADD_HOSTS, hosts, classes)
        await database.$executeRawUnsafe('ANALYZE host')
        await loadBoard(plane.services)
      },
      publish: async ({ program }: { program: string }) => {
        const before = { server: cpuSeconds(), database: databaseCpuSeconds() }
        const { at, committedAt, changedHosts } = await publish({ program })
        const cpuMs = (cpuSeconds() - before.server) * 1000
        const databaseCpuMs = (databaseCpuSeconds() - before.database) * 1000
        return { ms: committedAt - at, cpuMs, databaseCpuMs, changedHosts }
      },
    },
    async () => {
      await plane.stop()
      removeData(dataDirectory)
    },
  )
}

const ADD_GROUPS = `
  INSERT INTO delivery_group (id, name, kind)
  SELECT gen_random_uuid(), 'Group ' || n, 'Shared' FROM generate_series(0, $1::int - 1) n`

const ADD_HOSTS = `
  INSERT INTO host (id, name, machine_id, os_family, os_version, arch, tags, delivery_group_id, credential_hash,
                    agent_version, driver)
  SELECT gen_random_uuid(), 'TS-' || n, 'm' || n, 'windows', 'Windows Server 2022', 'x64', '{cti}', g.id, 'c' || n,
         '0', 'bench'
  FROM generate_series(0, $1::int - 1) n JOIN delivery_group g ON g.name = 'Group ' || n % $2::int`

const TICKS_PER_SECOND = 100

/** CPU that the database's processes have used: those whose parent is our child. Linux only; 0 elsewhere. */
function databaseCpuSeconds(): number {
  if (process.platform !== 'linux') return 0
  const all = readdirSync('/proc').flatMap((pid) => (/^\d+$/.test(pid) ? statOf(pid) : []))
  const main = new Set(all.filter(({ parent }) => parent === process.pid).map(({ pid }) => pid))
  const ticks = all
    .filter(({ pid, parent }) => main.has(pid) || main.has(parent))
    .reduce((sum, one) => sum + one.ticks, 0)
  return ticks / TICKS_PER_SECOND
}

function statOf(pid: string): { pid: number; parent: number; ticks: number }[] {
  try {
    // The name stands in brackets and may hold anything; the fields behind it are numbers.
    const [, ...fields] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(/\) (?=[A-Z] )/)
    const numbers = fields.join('').split(' ')
    return [
      { pid: Number(pid), parent: Number(numbers[1]), ticks: Number(numbers[11]) + Number(numbers[12]) },
    ]
  } catch {
    return []
  }
}
