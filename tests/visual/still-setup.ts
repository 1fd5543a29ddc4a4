import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startControlPlane } from '~/server/control-plane'
import { removeData } from '~/server/database/embedded/layout'
import { readEnvironment } from '~/server/env'
import { silentLogger } from '~/server/log'
import { findChromium } from '~/tests/support/chromium'
import { until } from '~/tests/support/until'
import { layOutStillFarm, NOW } from './still-farm'

const FINDS_WITHIN_MS = 120_000

/** A server whose clock stands still, over a farm that is the same on every run. */
export default async function setup() {
  const chromium = await findChromium()
  if ('missing' in chromium) throw new Error(chromium.missing)
  const data = mkdtempSync(join(tmpdir(), 'vipfarm-visual-'))
  const plane = await startControlPlane({
    environment: readEnvironment({ PORT: '0', VIPFARM_DATA: data }),
    log: silentLogger,
    clock: { now: () => new Date(NOW) },
  })
  const stop = async () => {
    await plane.stop()
    removeData(data)
  }
  try {
    if (!plane.firstAdmin) throw new Error('a new database makes a first user')
    // The first request wakes what later ones find ready.
    await until('the server to be ready', async () => (await fetch(`${plane.url}/readyz`)).ok)
    await (await fetch(`${plane.url}/sign-in`)).text()
    const { client, cookie } = await layOutStillFarm(plane.services, plane.url, plane.firstAdmin)
    // Discovery takes its time on a busy machine; a picture without what it found would be another.
    const found = async () => (await client.discovery.findings.query({})).rows.length > 0
    await until('discovery to judge what agents saw', found, FINDS_WITHIN_MS)
    const [hosts, policies, pools] = await Promise.all([
      client.hosts.list.query({ q: 'CLM02' }),
      client.policies.list.query(),
      client.pools.list.query(),
    ])
    Object.assign(process.env, {
      BROWSER_TEST_CHROMIUM: chromium.path,
      BROWSER_TEST_URL: plane.url,
      VISUAL_COOKIE: cookie,
      VISUAL_HOST: hosts.rows[0]?.id,
      VISUAL_POLICY: policies.policies[0]?.id,
      VISUAL_POOL: pools.rows[0]?.id,
      VISUAL_ADMIN: JSON.stringify(plane.firstAdmin),
    })
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}
