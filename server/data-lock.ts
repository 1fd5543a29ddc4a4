import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PASSABLE } from '~/server/database/embedded/layout'
import { errorCode, StartError } from '~/server/database/start-error'
import { isSameProcess, type ProcessIdentity, thisProcess } from '~/server/process-identity'

export interface Holder extends ProcessIdentity {
  /** Where it listens, once it does. */
  address: string | null
}

export interface DataLock {
  /** Lets a second start say where the first is. */
  tellAddress(address: string): void
  release(): void
}

/**
 * One server for each data directory. The lock names its process by id and start time, so that one left by a killed
 * server never stands in the way, even when the id was given to somebody else.
 * @throws StartError naming the running server's process and address.
 */
export function lockData(dataDirectory: string): DataLock {
  mkdirSync(dataDirectory, { recursive: true, mode: PASSABLE })
  const file = join(dataDirectory, 'server.lock')
  const mine: Holder = { ...thisProcess(), address: null }
  while (!create(file, mine)) {
    const holder = read(file)
    if (holder && isSameProcess(holder)) {
      const where = holder.address ? ` at ${holder.address}` : ''
      throw new StartError(
        `Vipfarm is already running${where} (process ${holder.pid}), on the data in ${dataDirectory}. ` +
          'Stop it first, or set VIPFARM_DATA and PORT for a second one.',
      )
    }
    discard(file)
  }
  return {
    tellAddress(address) {
      writeFileSync(`${file}.${process.pid}`, JSON.stringify({ ...mine, address }), { mode: 0o600 })
      renameSync(`${file}.${process.pid}`, file)
    },
    release() {
      if (read(file)?.pid === process.pid) rmSync(file, { force: true })
    },
  }
}

/** Where the server runs that holds this data, or null when none does. */
export function runningServer(dataDirectory: string): Holder | null {
  const holder = read(join(dataDirectory, 'server.lock'))
  return holder && isSameProcess(holder) ? holder : null
}

/** Made whole in one step, or not at all: nobody reads half a lock. */
function create(file: string, holder: Holder): boolean {
  const half = `${file}.${process.pid}`
  writeFileSync(half, JSON.stringify(holder), { mode: 0o600 })
  try {
    linkSync(half, file)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  } finally {
    unlinkSync(half)
  }
}

function read(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

/** Moves a dead lock away. Of two that try, one may catch the other's new lock instead: it is put back. */
function discard(file: string): void {
  const away = `${file}.stale-${process.pid}`
  try {
    renameSync(file, away)
    const caught = read(away)
    if (caught && isSameProcess(caught)) linkSync(away, file)
    unlinkSync(away)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'EEXIST') throw error
  }
}
