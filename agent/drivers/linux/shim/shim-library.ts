/** The compiled compatibility library that is shipped beside the agent, one for each architecture. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const SHIM_BUILD_FILE = 'session-shim.build.json'
export const SHIM_FILES = ['session-shim-x64.so', 'session-shim-arm64.so', SHIM_BUILD_FILE] as const

/**
 * Its path for this machine.
 * @throws Error where there is none for this architecture, or it is not the one that was built
 */
export function shimLibrary(
  directory = new URL('.', import.meta.url),
  architecture: string = process.arch,
): string {
  const record = JSON.parse(readFileSync(new URL(SHIM_BUILD_FILE, directory), 'utf8')) as {
    libraries: Record<string, string>
  }
  const wanted = record.libraries[architecture]
  if (wanted === undefined) throw new Error(`there is no compatibility library for ${architecture}`)
  const path = fileURLToPath(new URL(`session-shim-${architecture}.so`, directory))
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex')
  if (wanted !== sha256) throw new Error(`${path} is not the file that ${SHIM_BUILD_FILE} describes`)
  return path
}
