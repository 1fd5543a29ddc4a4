/** Text files as people have them: UTF-8, or the UTF-16 that Windows tools write, with or without a mark at the start. */

import { CliError, type CliIo } from './io'
import { unreadableReason } from './unreadable'

export const MAX_FILE_BYTES = 64 * 1024 * 1024

/** @throws CliError that names the option, the file and why it cannot be read. */
export async function readText(io: CliIo, option: string, path: string): Promise<string> {
  const bytes = await io.readFile(path).catch((error: unknown) => {
    throw new CliError([`${option}: ${JSON.stringify(path)}: ${unreadableReason(error)}`])
  })
  if (bytes.byteLength > MAX_FILE_BYTES) {
    throw new CliError([
      `${option}: ${JSON.stringify(path)}: the file is larger than ${MAX_FILE_BYTES} bytes. Split it.`,
    ])
  }
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes)
  } catch {
    throw new CliError([`${option}: ${JSON.stringify(path)}: the file is no UTF-8 text. Save it as UTF-8.`])
  }
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
}
