#!/usr/bin/env node
/** `npm run chaos [-- --moments 200 --seed 7]`: kills server, agents and PostgreSQL at seeded moments, and looks for harm. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './setup/paths.mjs'

const { values } = parseArgs({
  options: { moments: { type: 'string', default: '200' }, seed: { type: 'string', default: '7' } },
})
const chaos = { CHAOS_MOMENTS: values.moments, CHAOS_SEED: values.seed, CHAOS_TRACE: '1' }
const args = [join(root, 'scripts/test.mjs'), '--project', 'farm', 'tests/farm/chaos']
const child = spawn(process.execPath, args, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, ...chaos },
})
child.once('close', (code) => {
  process.exitCode = code ?? 1
})
