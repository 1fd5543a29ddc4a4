import { spawnSync } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { type Account, asAccount, databaseEnvironment } from '~/server/database/embedded/account'
import type { Binaries } from '~/server/database/embedded/binaries'
import { type Layout, password } from '~/server/database/embedded/layout'
import { StartError } from '~/server/database/start-error'

export const SUPERUSER = 'vipfarm'

/** An empty cluster takes 63 MB, its write-ahead log grows by 16 MB at a time. */
const LEAST_FREE_BYTES = 200 * 1024 * 1024

/** Makes the cluster when there is none. Returns whether it did. Refuses one that this PostgreSQL cannot read. */
export function ensureCluster(
  layout: Layout,
  binaries: Binaries,
  account: Account,
  durable: boolean,
): boolean {
  const versionFile = join(layout.cluster, 'PG_VERSION')
  if (existsSync(versionFile)) {
    checkOwner(layout.cluster, account)
    checkMajor(Number(readFileSync(versionFile, 'utf8')), binaries.major, layout)
    return false
  }
  const { bavail, bsize } = statfsSync(dirname(layout.cluster))
  if (bavail * bsize < LEAST_FREE_BYTES) throw fullDisk(dirname(layout.cluster))
  initialise(layout, binaries, account, durable)
  return true
}

export const fullDisk = (directory: string): StartError =>
  new StartError(
    `The disk of ${directory} is full: the database needs at least ${LEAST_FREE_BYTES / 1024 / 1024} MB free. ` +
      'Make room there, or set VIPFARM_DATA to a directory on another disk.',
  )

function checkMajor(found: number, ours: number, layout: Layout): void {
  if (found === ours) return
  throw new StartError(
    `The data in ${layout.cluster} was written by PostgreSQL ${found}; this is PostgreSQL ${ours}, which cannot read it. ` +
      `Start the Vipfarm version that wrote it, or move the data over with pg_dump of PostgreSQL ${found}.`,
  )
}

function checkOwner(cluster: string, account: Account): void {
  const ours = account?.uid ?? process.getuid?.()
  const owner = statSync(cluster).uid
  if (ours === undefined || owner === ours) return
  throw new StartError(
    `The database in ${cluster} belongs to user id ${owner}, and this start would run PostgreSQL as user id ${ours}. ` +
      'Start as the user who made it, or set VIPFARM_DATA to another directory.',
  )
}

/** initdb interrupted half-way leaves a cluster of no use: it is made beside its place and moved there when complete. */
function initialise(layout: Layout, binaries: Binaries, account: Account, durable: boolean): void {
  const half = `${layout.cluster}.new`
  for (const left of [half, layout.cluster]) rmSync(left, { recursive: true, force: true })
  mkdirSync(half, { recursive: true, mode: 0o700 })
  const secret = join(dirname(layout.cluster), `.secret-${process.pid}`)
  writeFileSync(secret, password(layout), { mode: 0o600 })
  if (account) for (const path of [half, secret]) chownSync(path, account.uid, account.gid)
  const access = ['-U', SUPERUSER, '-A', 'scram-sha-256', `--pwfile=${secret}`]
  const manner = ['-E', 'UTF8', '--locale=C', '--no-instructions', ...(durable ? [] : ['--no-sync'])]
  const run = spawnSync(binaries.initdb, ['-D', half, ...access, ...manner], {
    ...asAccount(account),
    cwd: '/',
    env: databaseEnvironment(),
    encoding: 'utf8',
    timeout: 60_000,
  })
  rmSync(secret, { force: true })
  if (run.status === 0) {
    renameSync(half, layout.cluster)
    return
  }
  rmSync(half, { recursive: true, force: true })
  const told = `${run.stderr ?? ''}${run.error?.message ?? ''}`.trim()
  if (/No space left on device/.test(told)) throw fullDisk(dirname(layout.cluster))
  throw new StartError(
    `The database could not be made in ${layout.cluster}: ${told || 'initdb gave no reason'}`,
  )
}
