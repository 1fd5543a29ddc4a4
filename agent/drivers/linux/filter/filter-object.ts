/** The compiled filter that is shipped beside the agent, and the record of how it was made. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const OBJECT_FILE = 'session-filter.bpf.o'
export const SLOW_OBJECT_FILE = 'session-filter-slow.bpf.o'
export const BUILD_FILE = 'session-filter.build.json'

export interface FilterObject {
  path: string
  /** Does the same on kernels that refuse the other, for a little more a call. */
  slowPath: string
  sha256: string
}

/**
 * Checked against its record: root loads it into the kernel.
 * @throws Error that says what is wrong with it
 */
export function filterObject(directory = new URL('.', import.meta.url)): FilterObject {
  const record = JSON.parse(readFileSync(new URL(BUILD_FILE, directory), 'utf8')) as Record<string, unknown>
  const checked = (file: string, wanted: unknown) => {
    const path = fileURLToPath(new URL(file, directory))
    const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex')
    if (wanted !== sha256) throw new Error(`${path} is not the file that ${BUILD_FILE} describes`)
    return { path, sha256 }
  }
  const { path, sha256 } = checked(OBJECT_FILE, record.object)
  return { path, sha256, slowPath: checked(SLOW_OBJECT_FILE, record.slowObject).path }
}
