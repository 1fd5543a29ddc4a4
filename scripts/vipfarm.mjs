#!/usr/bin/env node
import { command } from './setup.mjs'

await command(['install', 'generate', 'cli'], async () => {
  await import('../dist/cli/main.mjs')
})
