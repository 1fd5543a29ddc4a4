/** Runs the command inside a test: what it printed and its exit code, with files that exist only in memory. */

import { Writable } from 'node:stream'
import type { CliIo } from '~/cli/io'
import { runCli } from '~/cli/program'

export interface Ran {
  code: number
  out: string
  err: string
  /** The files that the command wrote; absent where it wrote none. */
  written?: Record<string, string | Uint8Array>
}

export async function runInProcess(
  args: readonly string[],
  files: Record<string, string | Uint8Array> = {},
  { env = {}, stdin = '', ...more }: { env?: Record<string, string>; stdin?: string } & Partial<CliIo> = {},
): Promise<Ran> {
  let out = ''
  let err = ''
  const written: NonNullable<Ran['written']> = {}
  const code = await runCli(args, {
    stdout: (text) => {
      out += text
    },
    stderr: (text) => {
      err += text
    },
    output: new Writable({
      write(chunk, _encoding, done) {
        out += String(chunk)
        done()
      },
    }),
    readStdin: async () => stdin,
    readFile: async (path) => {
      const content = files[path]
      if (content === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
      return typeof content === 'string' ? new TextEncoder().encode(content) : content
    },
    listFolder: async (path) => {
      const below = Object.keys(files).filter((name) => name.startsWith(`${path}/`))
      return below.length > 0 ? below.sort() : null
    },
    writeFile: async (path, content) => {
      written[path] = content
    },
    env,
    ...more,
  })
  return { code, out, err, ...(Object.keys(written).length > 0 && { written }) }
}
