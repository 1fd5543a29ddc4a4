/** The entry of the `vipfarm` command. */

import { createReadStream } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { listFolder } from './list-folder'
import { runCli } from './program'

// `vipfarm ... | head` closes our output early: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await runCli(process.argv.slice(2), {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  output: process.stdout,
  readStdin: () => text(process.stdin),
  readFile: (path) => readFile(path),
  readChunks: (path) => createReadStream(path, { highWaterMark: 256 * 1024 }),
  isPipe: async (path) => !(await stat(path)).isFile(),
  listFolder,
  writeFile: (path, content) => writeFile(path, content),
  env: process.env,
})
