#!/usr/bin/env node
import { command } from './setup.mjs'

// What only deletes need not build what is shown.
const shows = process.argv.includes('--drop') ? [] : ['agent', 'pages']

await command(['install', 'generate', 'demo', ...shows], async () => {
  const { main } = await import('../dist/demo/main.mjs')
  await main(process.argv.slice(2))
})
