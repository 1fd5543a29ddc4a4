/** The whole control plane with its pages over a big farm, and what it sends to its database. */

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startControlPlane } from '~/server/control-plane'
import { removeData } from '~/server/database/embedded/layout'
import { readEnvironment } from '~/server/env'
import { silentLogger } from '~/server/log'
import { createToken } from '~/server/services/create-token'
import { createDeliveryGroup } from '~/server/services/delivery-groups'
import { loadBoard } from '~/server/services/farm-news'
import { serveRole } from './child'
import { type Fill, fillFarm } from './pages-fill'

const CLI = { kind: 'cli', id: null } as const
/** Reads of a request; not the listener's sign of life, nor what is written in batches. */
const READS = /^\s*(SELECT|WITH)\b(?! 1$)/i

interface Statement {
  text: string
  values: unknown[]
}

export async function servePages(): Promise<void> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'vipfarm-bench-'))
  const recorder = recordStatements()
  const environment = readEnvironment({ PORT: '0', VIPFARM_DATA: dataDirectory })
  const plane = await startControlPlane({ environment, log: silentLogger })
  const pool = plane.services.statements as pg.Pool
  serveRole(
    {
      start: async (fill: Fill) => {
        await fillFarm(pool, fill)
        await loadBoard(plane.services)
        return { origin: plane.url, admin: plane.firstAdmin }
      },
      token: async ({ uses }: { uses: number }) => {
        const group = await createDeliveryGroup(plane.services, CLI, {
          name: `Agents ${uses}`,
          kind: 'Shared',
        })
        const input = { label: 'bench', deliveryGroupId: group.id, uses, hours: 2 }
        return (await createToken(plane.services, CLI, input)).token
      },
      record: () => recorder.begin(),
      /** Sends again what was recorded, one statement after another, without a page around it; milliseconds each time. */
      bare: async ({ times }: { times: number }) => {
        const statements = recorder.end()
        const took: number[] = []
        for (let round = 0; round < times; round += 1) {
          const began = performance.now()
          for (const { text, values } of statements) await pool.query(text, values)
          took.push(performance.now() - began)
        }
        return { statements: statements.length, took }
      },
      memory: () => process.memoryUsage().rss,
    },
    async () => {
      await plane.stop()
      removeData(dataDirectory)
    },
  )
}

function recordStatements() {
  let recorded: Statement[] | null = null
  const send = pg.Client.prototype.query
  pg.Client.prototype.query = function (this: pg.Client, ...input: unknown[]) {
    const [first, second] = input
    const given = typeof first === 'string' ? { text: first, values: second } : (first as Partial<Statement>)
    const { text = '', values } = given ?? {}
    if (recorded && READS.test(text)) recorded.push({ text, values: Array.isArray(values) ? values : [] })
    return Reflect.apply(send, this, input)
  } as typeof send
  return {
    begin: () => {
      recorded = []
    },
    end: () => {
      const all = recorded ?? []
      recorded = null
      return all
    },
  }
}
