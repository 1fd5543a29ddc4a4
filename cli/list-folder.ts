import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CliError } from './io'

const MOST_FILES = 2_000

/**
 * The files below a folder, in an order that is the same everywhere; without what begins with a dot, and without
 * following links. Null when `path` is no folder.
 * @throws CliError for a folder of more than 2,000 files: it is hardly the one that was meant.
 */
export async function listFolder(path: string): Promise<string[] | null> {
  const found = await stat(path).catch(() => null)
  if (!found?.isDirectory()) return null
  const files: string[] = []
  await gather(path, files)
  return files.sort()
}

async function gather(folder: string, files: string[]): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await gather(path, files)
    else if (entry.isFile()) files.push(path)
    if (files.length > MOST_FILES) {
      throw new CliError([
        `${JSON.stringify(folder)}: it holds more than ${MOST_FILES} files. Give the folder of the policies alone.`,
      ])
    }
  }
}
