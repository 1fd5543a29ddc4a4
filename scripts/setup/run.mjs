import { spawn } from 'node:child_process'
import { root } from './paths.mjs'
import { SetupError } from './say.mjs'

/** Runs a program to its end. Its words are kept, and shown only when it fails. */
export async function run(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options })
  let told = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      told = (told + data).slice(-20_000)
    })
  }
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0)
    throw new SetupError(`${command} ${args.join(' ')} failed (exit code ${code}):\n${told.trim()}`)
}

/** Runs a JavaScript program of node_modules. */
export const runNode = (script, args, env = {}) =>
  run(process.execPath, [script, ...args], { env: { ...process.env, ...env } })
