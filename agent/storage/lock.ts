/** A lock between processes, waited for: a file that names its holder, taken over when the holder is gone. */

import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { startTimeOf } from '../proc/process-start'

const GIVE_UP_AFTER_MS = 30_000
let drafts = 0

/** @throws Error naming the process that keeps the lock for too long */
export async function withLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const draft = `${path}.${process.pid}.${++drafts}`
  await writeFile(draft, `${process.pid} ${startTimeOf(process.pid)}`, { mode: 0o600 })
  try {
    await take(draft, path)
    try {
      return await work()
    } finally {
      await rm(path, { force: true })
    }
  } finally {
    await rm(draft, { force: true })
  }
}

async function take(draft: string, path: string): Promise<void> {
  const since = performance.now()
  for (;;) {
    if (await linked(draft, path)) return
    const held = await readFile(path, 'utf8').catch(() => '')
    const [pid = '', start] = held.split(' ')
    if (start !== undefined && startTimeOf(Number(pid)) !== start) await clear(path, held, `${draft}.aside`)
    else if (performance.now() - since > GIVE_UP_AFTER_MS)
      throw new Error(`process ${pid} keeps ${path} locked`)
    else await pause(5)
  }
}

/** Of several that find the same dead holder, none may remove the lock of one that was quicker. */
async function clear(path: string, held: string, aside: string): Promise<void> {
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  )
  if (!moved) return
  if ((await readFile(aside, 'utf8')) !== held) await linked(aside, path)
  await rm(aside, { force: true })
}

/** A hard link appears whole or not at all, and never over another. */
function linked(from: string, to: string): Promise<boolean> {
  return link(from, to).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw error
    },
  )
}
