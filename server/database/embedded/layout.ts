import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Account, canReach } from '~/server/database/embedded/account'
import { SYSTEM_DIRECTORY } from '~/server/database/embedded/binaries'

/** Where one embedded database keeps its things. `record` remembers what must not change between starts. */
export interface Layout {
  root: string
  cluster: string
  log: string
  passwordFile: string
  port: number | null
}

/** PostgreSQL's account passes through and sees nothing: what lies inside has rights of its own. */
export const PASSABLE = 0o711

interface LocationRecord {
  cluster: string
  port: number | null
}

/**
 * Reads or chooses the places below `dataDirectory`. The cluster itself goes to a system directory when PostgreSQL's
 * account cannot reach the data directory; the choice is recorded, so that later starts find the same data.
 */
export function openLayout(dataDirectory: string, account: Account): Layout {
  const root = resolve(dataDirectory)
  mkdirSync(root, { recursive: true, mode: PASSABLE })
  if (account) chmodSync(root, PASSABLE)
  const record = readRecord(root)
  const cluster = record?.cluster ?? chooseCluster(root, account)
  mkdirSync(join(cluster, '..'), { recursive: true, mode: PASSABLE })
  return {
    root,
    cluster,
    log: join(root, 'postgres.log'),
    passwordFile: join(root, 'postgres.password'),
    port: record?.port ?? null,
  }
}

export function rememberPort(layout: Layout, port: number): void {
  layout.port = port
  const record: LocationRecord = { cluster: layout.cluster, port }
  writePrivately(recordFile(layout.root), `${JSON.stringify(record)}\n`)
}

/** The superuser's password; made when there is none. */
export function password(layout: Layout): string {
  if (!existsSync(layout.passwordFile))
    writePrivately(layout.passwordFile, randomBytes(24).toString('base64url'))
  return readFileSync(layout.passwordFile, 'utf8').trim()
}

/** Deletes the database and everything beside it. The caller has made sure that no server uses it. */
export function removeData(dataDirectory: string): void {
  const root = resolve(dataDirectory)
  const record = readRecord(root)
  if (record) {
    const apart = !record.cluster.startsWith(root)
    rmSync(apart ? dirname(record.cluster) : record.cluster, { recursive: true, force: true })
  }
  rmSync(root, { recursive: true, force: true })
}

const recordFile = (root: string) => join(root, 'postgres.json')

function readRecord(root: string): LocationRecord | null {
  if (!existsSync(recordFile(root))) return null
  const { cluster, port }: Partial<LocationRecord> = JSON.parse(readFileSync(recordFile(root), 'utf8'))
  return cluster ? { cluster, port: port ?? null } : null
}

function chooseCluster(root: string, account: Account): string {
  if (canReach(root, account)) return join(root, 'postgres')
  return join(SYSTEM_DIRECTORY, createHash('sha256').update(root).digest('hex').slice(0, 12), 'postgres')
}

/** Written whole or not at all, readable by its owner only. */
function writePrivately(file: string, text: string): void {
  const half = `${file}.${process.pid}`
  writeFileSync(half, text, { mode: 0o600 })
  renameSync(half, file)
}
