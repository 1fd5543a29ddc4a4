import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type ControlPlane, startControlPlane } from '~/server/control-plane'
import { type DataLock, lockData, runningServer } from '~/server/data-lock'
import { removeData } from '~/server/database/embedded/layout'
import { StartError, startFailureText } from '~/server/database/start-error'
import { AgentProcesses } from '~/server/demo/agent-processes'
import { openDemoClient } from '~/server/demo/client'
import { tell } from '~/server/demo/narrate'
import { sessionCommand, tellStory } from '~/server/demo/story'
import { type Environment, readEnvironment } from '~/server/env'
import { createLogger } from '~/server/log'
import { endOnSignal } from '~/server/process-end'

const USAGE = `npm run demo                a farm of 24 simulated hosts and this machine, until Ctrl-C
npm run demo -- --once      the same, and ends by itself: exit code 0 when everything converged
npm run demo -- --drop      deletes the demo's database and everything beside it`

/** The main job, shown: a farm in a database of its own, its policies, its hosts, and how fast a change reaches them. */
export async function main(args: readonly string[]): Promise<void> {
  let lock: DataLock | null = null
  try {
    const { once, drop } = readArguments(args)
    const environment = demoEnvironment(once)
    if (drop) {
      dropDemo(environment.dataDirectory)
      return
    }
    dropDemo(environment.dataDirectory)
    lock = lockData(environment.dataDirectory)
    await run(environment, lock, once)
  } catch (error) {
    lock?.release()
    process.stderr.write(`${startFailureText(error)}\n`)
    process.exit(1)
  }
}

function readArguments(args: readonly string[]): { once: boolean; drop: boolean } {
  try {
    const options = {
      once: { type: 'boolean', default: false },
      drop: { type: 'boolean', default: false },
    } as const
    return parseArgs({ args: [...args], options }).values
  } catch (cause) {
    throw new StartError(`${cause instanceof Error ? cause.message : cause}\n${USAGE}`, { cause })
  }
}

/** Never the control plane's own data, nor its DATABASE_URL: what is shown can be dropped whole. */
function demoEnvironment(once: boolean): Environment {
  const { DATABASE_URL: _own, ...source } = process.env
  const environment = readEnvironment({
    LOG_LEVEL: 'warn',
    ...source,
    PORT: source.PORT ?? (once ? '0' : '3000'),
  })
  return { ...environment, dataDirectory: join(environment.dataDirectory, 'demo') }
}

function dropDemo(dataDirectory: string): void {
  const running = runningServer(dataDirectory)
  if (running) throw new StartError(`The demo is running (process ${running.pid}). Stop it first.`)
  if (!existsSync(dataDirectory)) return
  removeData(dataDirectory)
  tell(`The demo of last time is deleted (${dataDirectory}).`)
}

async function run(environment: Environment, lock: DataLock, once: boolean): Promise<void> {
  let plane: ControlPlane | null = null
  const agents = new AgentProcesses(join(environment.dataDirectory, 'agents'))
  const stop = async () => {
    await agents.stop()
    await plane?.stop()
  }
  endOnSignal(() => plane && { stop }, lock)
  plane = await startControlPlane({ environment, log: createLogger(environment.logLevel), say: tell })
  lock.tellAddress(plane.url)
  const admin = plane.firstAdmin
  if (!admin) throw new Error('the demo database was not new')
  await plane.services.database.farm.update({ where: { id: 1 }, data: { demo: true, name: 'Demo farm' } })
  mkdirSync(agents.directory, { recursive: true, mode: 0o700 })
  const client = await openDemoClient(plane.url, admin)
  const converged = await tellStory({ client, agents, url: plane.url })
  if (once) {
    await stop()
    lock.release()
    process.exit(converged ? 0 : 1)
  }
  tell('')
  tell(`  Open         ${plane.url}`)
  tell(`  Sign in as   ${admin.username}`)
  tell(`  Password     ${admin.password}`)
  tell('')
  if (process.platform === 'linux') {
    tell('  A session of your own on this machine, to be seen in Sessions:')
    tell(`  ${sessionCommand(agents.directory)}`)
    tell('')
  }
  tell('Ctrl-C ends the demo. `npm run demo -- --drop` deletes what it leaves.')
}
