#!/usr/bin/env node
import { command } from './setup.mjs'

await command(['install', 'generate', 'cli'], async () => {
  const { main } = await import('../dist/cli/main.mjs')
  await main(process.argv)
})
