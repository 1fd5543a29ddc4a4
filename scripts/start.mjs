#!/usr/bin/env node
import { command } from './setup.mjs'

await command(['install', 'generate', 'server', 'agent', 'pages'], async () => {
  const { main } = await import('../dist/server/main.mjs')
  await main()
})
