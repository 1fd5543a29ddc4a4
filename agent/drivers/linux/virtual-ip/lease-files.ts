/** The virtual IP of each session, one file an id: what the agent must know after a restart, and the launcher waits for. */

import { readFileSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseIp } from '~/domain/ip'
import type { Lease } from '../../../leases/held'
import { SHORTAGES, type Shortage } from '../../../leases/shortage'
import { writeFileAtomic } from '../../../storage/disk'

export interface LeaseRecord {
  v: 1
  id: number
  /** With the id, the session's identity. */
  logonAt: string
  source: 'dhcp' | 'pool'
  device: string
  /** The address that is ready for use; null while there is none. */
  address: string | null
  /** Set as soon as its address may be on the adapter. */
  lease: Lease | null
  shortage: Shortage | null
}

export class LeaseFiles {
  private readonly directory: string

  constructor(stateDirectory: string) {
    this.directory = join(stateDirectory, 'leases')
  }

  async all(): Promise<LeaseRecord[]> {
    const names = await readdir(this.directory).catch(() => [])
    return names
      .filter((name) => /^[1-9]\d{0,7}\.json$/.test(name))
      .map((name) => this.read(Number.parseInt(name, 10)))
      .filter((record) => record !== null)
  }

  /** Null for none, and for what nobody here wrote. */
  read(id: number): LeaseRecord | null {
    try {
      return checkedLease(JSON.parse(readFileSync(join(this.directory, `${id}.json`), 'utf8')), id)
    } catch {
      return null
    }
  }

  async save(record: LeaseRecord): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 })
    await writeFileAtomic(this.directory, `${record.id}.json`, JSON.stringify(record))
  }

  async remove(id: number): Promise<void> {
    await rm(join(this.directory, `${id}.json`), { force: true })
  }
}

/** As strict as its writer: root gives these texts to `ip`. */
export function checkedLease(value: unknown, id: number): LeaseRecord | null {
  if (typeof value !== 'object' || value === null) return null
  const record = value as Record<keyof LeaseRecord, unknown>
  const { device, address, lease, shortage, source } = record
  const sound =
    record.v === 1 &&
    record.id === id &&
    typeof record.logonAt === 'string' &&
    (source === 'dhcp' || source === 'pool') &&
    typeof device === 'string' &&
    /^[\w.:@-]{1,15}$/.test(device) &&
    (address === null || isIpv4(address)) &&
    (lease === null || isLease(lease)) &&
    (shortage === null || isShortage(shortage))
  return sound ? (value as LeaseRecord) : null
}

const isIpv4 = (value: unknown): value is string => typeof value === 'string' && parseIp(value)?.family === 4

function isLease(value: unknown): value is Lease {
  if (typeof value !== 'object' || value === null) return false
  const { address, server, renewAt, rebindAt, expiresAt } = value as Record<keyof Lease, unknown>
  return isIpv4(address) && isIpv4(server) && [renewAt, rebindAt, expiresAt].every(Number.isFinite)
}

function isShortage(value: unknown): value is Shortage {
  if (typeof value !== 'object' || value === null) return false
  const { code, message } = value as Record<keyof Shortage, unknown>
  return SHORTAGES.some((known) => known === code) && typeof message === 'string'
}
