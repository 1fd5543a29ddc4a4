import type { HostConfig } from '~/domain/host-config'
import type { Db } from './db'

export interface BundleRow {
  hash: string
  config: HostConfig
  /** The canonical text, gzipped. */
  body: Buffer
  revision: number
  keyId: string
  signature: string
}

/** Which of these bundles are stored already. */
export async function knownBundles(db: Db, hashes: readonly string[]): Promise<Set<string>> {
  const rows = await db.bundle.findMany({ where: { hash: { in: [...hashes] } }, select: { hash: true } })
  return new Set(rows.map(({ hash }) => hash))
}

/** Bundles are immutable: one that is there already stays as it is. */
export async function addBundles(tx: Db, bundles: readonly BundleRow[]): Promise<void> {
  if (bundles.length === 0) return
  await tx.bundle.createMany({
    data: bundles.map(({ config, body, ...rest }) => ({
      ...rest,
      config: config as unknown as object,
      body: new Uint8Array(body),
    })),
    skipDuplicates: true,
  })
}

export async function findBundle(db: Db, hash: string): Promise<Omit<BundleRow, 'config'> | null> {
  const row = await db.bundle.findUnique({ where: { hash }, omit: { config: true, createdAt: true } })
  return row && { ...row, body: Buffer.from(row.body) }
}

export async function findConfig(db: Db, hash: string): Promise<HostConfig | null> {
  const row = await db.bundle.findUnique({ where: { hash }, select: { config: true } })
  return row ? (row.config as unknown as HostConfig) : null
}

/** Of these bundles what hosts are told, by hash. */
export async function findConfigs(db: Db, hashes: readonly string[]): Promise<Map<string, HostConfig>> {
  const rows = await db.bundle.findMany({
    where: { hash: { in: [...hashes] } },
    select: { hash: true, config: true },
  })
  return new Map(rows.map(({ hash, config }) => [hash, config as unknown as HostConfig]))
}
