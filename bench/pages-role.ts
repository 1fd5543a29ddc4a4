/** The whole control plane with its pages over a big farm, and what it sends to its database. */

import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
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

/** A data directory that is kept says what it was filled with, and who may sign in. */
interface Kept {
  fill: Fill
  admin: { username: string; password: string }
}

export interface Started extends Kept {
  origin: string
  /** Whether it had been filled by an earlier run. */
  kept: boolean
}

export async function servePages(): Promise<void> {
  const recorder = recordStatements()
  let finish = async () => {}
  let plane: Awaited<ReturnType<typeof startControlPlane>>
  let pool: pg.Pool
  const start = async ({ fill, data }: { fill: Fill; data: string | null }): Promise<Started> => {
    const directory = data ?? mkdtempSync(join(tmpdir(), 'vipfarm-bench-'))
    const note = join(directory, 'bench-pages.json')
    plane = await startControlPlane({
      environment: readEnvironment({ PORT: '0', VIPFARM_DATA: directory }),
      log: silentLogger,
    })
    pool = plane.services.statements as pg.Pool
    finish = async () => {
      await plane.stop()
      if (!data) removeData(directory)
    }
    if (existsSync(note))
      return { ...(JSON.parse(readFileSync(note, 'utf8')) as Kept), origin: plane.url, kept: true }
    if (!plane.firstAdmin) throw new Error(`${directory} was filled by something else`)
    await fillFarm(pool, fill)
    await loadBoard(plane.services)
    const kept: Kept = { fill, admin: plane.firstAdmin }
    writeFileSync(note, JSON.stringify(kept), { mode: 0o600 })
    return { ...kept, origin: plane.url, kept: false }
  }
  serveRole(
    {
      start,
      token: async ({ uses }: { uses: number }) => {
        const group = await createDeliveryGroup(plane.services, CLI, {
          name: `Agents ${uses} ${Date.now()}`,
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
    () => finish(),
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
