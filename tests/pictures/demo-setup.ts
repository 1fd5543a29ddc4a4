import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { projectRoot } from '~/server/project-root'
import { findChromium } from '~/tests/support/chromium'
import { DataDirectory } from '~/tests/support/spawned-server'
import { until } from '~/tests/support/until'

const TOLD = /Open\s+(\S+)\s+Sign in as\s+(\S+)\s+Password\s+(\S+)/
/** The demo first waits for its farm to converge, and for what its sessions open. */
const STARTS_WITHIN_MS = 180_000

/** `npm run demo`, as people see it first, on a free port and data of its own. */
export default async function setup() {
  const chromium = await findChromium()
  if ('missing' in chromium) throw new Error(chromium.missing)
  const data = new DataDirectory()
  const demo = spawn(process.execPath, [join(projectRoot(), 'scripts/demo.mjs')], {
    cwd: projectRoot(),
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORT: '0', VIPFARM_DATA: data.path },
  })
  const ended = new Promise<void>((resolve) => demo.once('close', () => resolve()))
  let told = ''
  demo.stdout.on('data', (part) => {
    told += part
  })
  const stop = async () => {
    demo.kill('SIGTERM')
    await ended
    await data.remove()
  }
  try {
    const ready = () => TOLD.exec(told) ?? (demo.exitCode !== null && 'ended')
    const found = await until('the demo to say where it is', ready, STARTS_WITHIN_MS)
    if (found === 'ended') throw new Error(`the demo ended:\n${told}`)
    const [, url, username, password] = found
    Object.assign(process.env, {
      BROWSER_TEST_CHROMIUM: chromium.path,
      BROWSER_TEST_URL: url,
      BROWSER_TEST_USERNAME: username,
      BROWSER_TEST_PASSWORD: password,
    })
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}
