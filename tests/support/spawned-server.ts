import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeData } from '~/server/database/embedded/layout'
import { isAlive, readPostmaster } from '~/server/database/embedded/postmaster-file'
import { projectRoot } from '~/server/project-root'
import { until } from '~/tests/support/until'

/** A data directory that outlives servers, as a real one does. */
export class DataDirectory {
  readonly path = mkdtempSync(join(tmpdir(), 'vipfarm-data-'))

  constructor() {
    // PostgreSQL's account must pass through it when the tests run as root.
    chmodSync(this.path, 0o711)
  }

  /** The process id of its PostgreSQL while one runs. */
  postgresPid(): number | null {
    const record = join(this.path, 'postgres.json')
    if (!existsSync(record)) return null
    const { cluster }: { cluster: string } = JSON.parse(readFileSync(record, 'utf8'))
    const pid = readPostmaster(cluster)?.pid
    return pid !== undefined && isAlive(pid) ? pid : null
  }

  async remove(): Promise<void> {
    const pid = this.postgresPid()
    if (pid) {
      process.kill(pid, 'SIGQUIT')
      await until('PostgreSQL to stop', () => !isAlive(pid))
    }
    removeData(this.path)
  }
}

export interface SpawnedServer {
  child: ChildProcess
  /** Everything it said so far, on both streams. */
  told(): string
  /** The address of its ready line. @throws Error with what it said instead. */
  ready(): Promise<string>
  /** Its exit code; null when a signal ended it. */
  exited: Promise<number | null>
}

/** `npm start`, as people run it, on a free port. */
export function spawnServer(data: DataDirectory, env: Record<string, string> = {}): SpawnedServer {
  const child = spawn(process.execPath, [join(projectRoot(), 'scripts/start.mjs')], {
    cwd: projectRoot(),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...cleanEnvironment(), PORT: '0', VIPFARM_DATA: data.path, ...env },
  })
  let told = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (part) => {
      told += part
    })
  }
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    child,
    told: () => told,
    exited,
    async ready() {
      const found = await until(
        'the server to be ready or to end',
        () => {
          return /ready at (\S+) after/.exec(told)?.[1] ?? (child.exitCode !== null && 'ended')
        },
        90_000,
      )
      if (found === 'ended') throw new Error(`the server ended:\n${told}`)
      return found
    },
  }
}

/** What the test run itself was given must not steer the server. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _url, NODE_ENV: _mode, ...kept } = process.env
  const names = Object.keys(kept).filter((name) => !name.startsWith('VIPFARM_') && !name.startsWith('VITEST'))
  return { NODE_ENV: 'production', ...Object.fromEntries(names.map((name) => [name, kept[name]])) }
}
