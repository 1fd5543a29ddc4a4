/** The entry of the `vipfarm` command. */

import { readFile } from 'node:fs/promises'
import { runCli } from './program'

process.exitCode = await runCli(process.argv.slice(2), {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  readFile: (path) => readFile(path),
  env: process.env,
})
