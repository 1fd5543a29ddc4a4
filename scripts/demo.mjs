#!/usr/bin/env node
import { command } from './setup.mjs'

await command(['install', 'generate', 'demo', 'agent', 'pages'], async () => {
  const { main } = await import('../dist/demo/main.mjs')
  await main(process.argv.slice(2))
})
