/** The records of open sessions, one file an id. What is written here is all that the launcher and the agent share. */

import { mkdirSync, watch } from 'node:fs'
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '../storage/disk'
import { settledSince } from '../storage/settled-since'
import { readRecord, type SessionRecord } from './record'

/** True for a record whose process still runs. */
export type IsAlive = (record: SessionRecord) => boolean

export class SessionIdTaken extends Error {
  override readonly name = 'SessionIdTaken'
  constructor(readonly by: SessionRecord) {
    super(
      `session ${by.id} is already open: ${by.user} runs ${by.program} (process ${by.pid}) since ${by.logonAt}. ` +
        'Choose another id, or end that session first.',
    )
  }
}

export class RecordStore {
  private readonly directory: string
  private last: { since: bigint; records: readonly SessionRecord[] } | null = null

  constructor(stateDirectory: string) {
    this.directory = join(stateDirectory, 'sessions')
  }

  /** The records of sessions that run; those of dead ones are removed on the way. */
  async open(isAlive: IsAlive): Promise<SessionRecord[]> {
    const open: SessionRecord[] = []
    for (const record of await this.all()) {
      if (isAlive(record)) open.push(record)
      else await this.remove(record)
    }
    return open
  }

  /** As read before while the directory has not changed since: a record comes, changes and goes by a new name in it. */
  private async all(): Promise<readonly SessionRecord[]> {
    const since = settledSince(this.directory)
    if (since !== null && this.last?.since === since) return this.last.records
    const records: SessionRecord[] = []
    for (const name of await readdir(this.directory).catch(() => [])) {
      if (!/^\d+\.json$/.test(name)) continue
      const record = await this.read(name)
      // One file an id: a copy under another name is no second session.
      if (record && name === `${record.id}.json`) records.push(record)
    }
    this.last = since === null ? null : { since, records }
    return records
  }

  /** Calls back when a record comes or goes. Null where the system cannot watch: looking finds it all the same. */
  watch(onChange: () => void): { close(): void } | null {
    try {
      mkdirSync(this.directory, { recursive: true, mode: 0o700 })
      const watcher = watch(this.directory, { persistent: false }, onChange)
      watcher.on('error', () => watcher.close())
      return watcher
    } catch {
      return null
    }
  }

  /** Takes the id for a new session: of two that try, one gets it. @throws SessionIdTaken */
  async claim(record: SessionRecord, isAlive: IsAlive): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 })
    const draft = join(this.directory, `.claim-${record.pid}-${record.id}`)
    await writeFile(draft, JSON.stringify(record), { mode: 0o600 })
    try {
      // A hard link appears whole or not at all, and never over another.
      if (await linked(draft, this.path(record.id))) return
      const holder = await this.read(`${record.id}.json`)
      if (holder && isAlive(holder)) throw new SessionIdTaken(holder)
      if (holder) await this.remove(holder)
      else await rm(this.path(record.id), { force: true })
      if (await linked(draft, this.path(record.id))) return
      throw new SessionIdTaken((await this.read(`${record.id}.json`)) ?? record)
    } finally {
      await rm(draft, { force: true })
    }
  }

  /** Replaces a record by its claimant. @throws the disk's error */
  async update(record: SessionRecord): Promise<void> {
    await writeFileAtomic(this.directory, `${record.id}.json`, JSON.stringify(record))
  }

  /** Removes this very record; one that has taken its place meanwhile stays. */
  async remove(record: SessionRecord): Promise<void> {
    const path = this.path(record.id)
    const aside = join(this.directory, `.ended-${process.pid}-${record.id}`)
    // Looked at only once it is out of the way: nobody can put another in its place between look and removal.
    const moved = await rename(path, aside).then(
      () => true,
      () => false,
    )
    if (!moved) return
    const found = await this.read(`.ended-${process.pid}-${record.id}`)
    if (found && found.logonAt !== record.logonAt) await linked(aside, path)
    await rm(aside, { force: true })
  }

  private async read(name: string): Promise<SessionRecord | null> {
    return readFile(join(this.directory, name), 'utf8').then(readRecord, () => null)
  }

  private path(id: number): string {
    return join(this.directory, `${id}.json`)
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
