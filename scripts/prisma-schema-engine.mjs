#!/usr/bin/env node
/**
 * Takes the place of Prisma's native schema engine, which Prisma downloads at first use and a farm without internet
 * cannot. The engine itself is Prisma's own, built for WebAssembly and shipped by npm; this speaks its command line
 * and its JSON-RPC on stdin and stdout. Found through prisma.config.ts.
 */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { answerCommand } from './prisma-schema-engine/command.mjs'
import { loadEngine } from './prisma-schema-engine/engine.mjs'

const { datamodels, datasource, subcommand } = readArguments(process.argv.slice(2))

if (subcommand) process.exit(await answerCommand(subcommand, datasource.url))

let engine
let printed = 0
let last = Promise.resolve()
const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  last = last.then(() => handle(JSON.parse(line)))
})
lines.on('close', () => last.then(() => process.exit(0)))

async function handle({ id, method, params }) {
  if (!method) return
  try {
    send({ id, result: await call(method, params) })
  } catch (error) {
    const data = {
      is_panic: false,
      message: error?.message ?? String(error),
      error_code: error?.code ?? null,
      meta: error?.meta ?? {},
    }
    send({ id, error: { code: 4466, message: 'An error happened. Check the data field for details.', data } })
  }
}

async function call(method, params) {
  // The WebAssembly engine creates databases on connecting; the command line only wants the name back.
  if (method === 'createDatabase') return { databaseName: new URL(datasource.url).pathname.slice(1) }
  engine ??= loadEngine(datasource.url, datamodels)
  const loaded = await engine
  if (method === 'getDatabaseVersion') return loaded.version(params)
  const result = (await loaded[method](params)) ?? {}
  if (method === 'diff' && result.stdout != null) {
    send({ id: `print-${printed++}`, method: 'print', params: { content: result.stdout } })
  }
  return result
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
}

function readArguments(args) {
  const found = { datamodels: [], datasource: {}, subcommand: null }
  for (let at = 0; at < args.length; at += 1) {
    if (args[at] === '--datamodels') found.datamodels.push([args[at + 1], readFileSync(args[at + 1], 'utf8')])
    if (args[at] === '--datasource') found.datasource = JSON.parse(args[at + 1])
    if (args[at] === 'cli') found.subcommand = args[at + 1]
  }
  return found
}
