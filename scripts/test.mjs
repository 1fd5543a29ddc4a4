#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './setup/paths.mjs'
import { command } from './setup.mjs'

/** Arguments go to vitest alone, as in `npm test -- --project unit`; without any, the browser tests run as well. */
const given = process.argv.slice(2)

/** Side by side: the rooms that wait for the kernel and for processes more than they reckon, and all others. */
const lanes = JSON.parse(readFileSync(join(root, 'tests/lanes.json'), 'utf8'))

await command(needed(given), async () => {
  const counts = given.length > 0 ? [await runVitest('vitest', given)] : await runLanes()
  if (given.length === 0) counts.push(await runPlaywright())
  const sum = (name) => counts.reduce((total, count) => total + count[name], 0)
  console.log(`tests: ${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`)
  process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0
})

/** The tests of the pure code need no build. */
function needed(args) {
  const projects = args.flatMap((arg, at) =>
    arg === '--project' ? [args[at + 1]] : arg.startsWith('--project=') ? [arg.slice(10)] : [],
  )
  const pure = projects.length > 0 && projects.every((name) => name === 'unit' || name === 'golden')
  return pure ? ['install', 'generate'] : undefined
}

/** What the first lane says is shown once it is through, so that the two do not talk at once. */
async function runLanes() {
  const [quiet, aloud] = lanes.map((rooms) => rooms.map((room) => `--project=${room}`))
  const log = report('vitest-lane.log')
  const counts = await Promise.all([runVitest('vitest-lane', quiet, log), runVitest('vitest', aloud)])
  process.stdout.write(readFileSync(log))
  return counts
}

async function runVitest(name, args, log) {
  const file = report(`${name}.json`)
  const options = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args]
  const code = await run('node_modules/vitest/vitest.mjs', options, { log })
  const told = read(file)
  return counted(code, {
    passed: told?.numPassedTests ?? 0,
    failed: told?.numFailedTests ?? 0,
    skipped: (told?.numPendingTests ?? 0) + (told?.numTodoTests ?? 0),
  })
}

async function runPlaywright() {
  const file = report('playwright.json')
  const code = await run('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  })
  const stats = read(file)?.stats
  return counted(code, {
    passed: stats?.expected ?? 0,
    failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0),
    skipped: stats?.skipped ?? 0,
  })
}

/** A file that does not load, a crash, an error between tests: the run failed although no test of it did. */
function counted(code, count) {
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
}

function report(name) {
  const file = join(root, '.cache', name)
  mkdirSync(join(root, '.cache'), { recursive: true })
  rmSync(file, { force: true })
  return file
}

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

/** @param log the file that takes the output instead of the terminal */
function run(script, args, { env = {}, log } = {}) {
  const out = log ? openSync(log, 'w') : 'inherit'
  const child = spawn(process.execPath, [join(root, script), ...args], {
    cwd: root,
    stdio: ['ignore', out, out],
    env: { ...process.env, ...env },
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}
