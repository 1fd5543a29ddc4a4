#!/usr/bin/env node
import { command } from './setup.mjs'

await command(['install', 'agent'], async () => {
  await import('../dist/agent/main.mjs')
})
