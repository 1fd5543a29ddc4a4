import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Storage } from './storage'

/**
 * Files of a private directory (0700), each 0600: one of them holds the host's credential.
 * @throws the operating system's error where the directory cannot be made, or one that says why it is not private.
 */
export async function diskStorage(directory: string): Promise<Storage> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await requirePrivate(directory)
  const path = (name: string) => join(directory, name)
  return {
    read: (name) => readFile(path(name), 'utf8').catch(nullIfAbsent),
    writeAtomic: (name, text) => writeFileAtomic(directory, name, text),
    append: (name, text) => writeAndSync(path(name), text, 'a'),
    remove: (name) => rm(path(name), { force: true }),
    setAside: (name) => rename(path(name), path(`${name}.unreadable`)),
  }
}

/**
 * Whoever can put files here decides whom this host obeys, and where its appended files lead. One that is not there is
 * nobody's. @throws Error that says why it is not private
 */
export async function requirePrivate(directory: string): Promise<void> {
  const own = process.getuid?.()
  // Windows keeps no such bits.
  if (own === undefined) return
  const found = await stat(directory).catch(nullIfAbsent)
  if (found === null) return
  const { uid, mode } = found
  const why =
    uid !== own && uid !== 0
      ? `it belongs to user ${uid}, and the agent runs as user ${own}`
      : (mode & 0o022) !== 0
        ? `others may write to it (mode ${(mode & 0o777).toString(8)})`
        : null
  if (why === null) return
  throw new Error(`${directory} is no place for the agent's state: ${why}. Choose another, or run: chmod 700`)
}

/** Temporary file, fsync, rename, fsync of the directory: after a crash the old text stands, or the new one. */
export async function writeFileAtomic(directory: string, name: string, text: string): Promise<void> {
  const target = join(directory, name)
  const temporary = `${target}.${process.pid}.tmp`
  try {
    await writeAndSync(temporary, text, 'w')
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
  await syncDirectory(directory)
}

async function writeAndSync(path: string, text: string, flags: 'a' | 'w'): Promise<void> {
  const file = await open(path, flags, 0o600)
  try {
    await file.writeFile(text)
    await file.datasync()
  } finally {
    await file.close()
  }
}

async function syncDirectory(directory: string): Promise<void> {
  // Windows cannot open a directory; its rename is journalled.
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function nullIfAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
