#!/usr/bin/env node
import { command } from './setup.mjs'

await command(['install', 'generate', 'server', 'agent', 'cli', 'pages', 'bench'], async () => {
  const { main } = await import('../dist/bench/main.mjs')
  await main(process.argv.slice(2))
})
