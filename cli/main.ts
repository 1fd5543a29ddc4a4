/** The entry of the `vipfarm` command. */

import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { runCli } from './program'

process.exitCode = await runCli(process.argv.slice(2), {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  output: process.stdout,
  readStdin: () => text(process.stdin),
  readFile: (path) => readFile(path),
  env: process.env,
})
