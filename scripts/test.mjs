#!/usr/bin/env node
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from './setup/paths.mjs'
import { command } from './setup.mjs'

/** Arguments go to vitest alone, as in `npm test -- --project unit`; without any, the browser tests run as well. */
const given = process.argv.slice(2)

/** Side by side: the rooms that wait for the kernel and for processes more than they reckon, and all others. */
const lanes = JSON.parse(readFileSync(join(root, 'tests/lanes.json'), 'utf8'))

await command(needed(given), async () => {
  const counts = given.length > 0 ? [await runVitest('vitest', given)] : await runLanes()
  const sum = (name) => counts.reduce((total, count) => total + count[name], 0)
  for (const failure of counts.flatMap((count) => count.failures)) console.log(`failed: ${failure}`)
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

/**
 * Two at a time: the browser's tests begin where the first lane ends. What these two say is shown once all is through, so
 * that nothing talks at once.
 */
async function runLanes() {
  const [quiet, aloud] = lanes.map((rooms) => rooms.map((room) => `--project=${room}`))
  const logs = { quiet: report('vitest-lane.log'), browser: report('playwright.log') }
  const firstLane = async () => [
    await runVitest('vitest-lane', quiet, logs.quiet),
    await runPlaywright(logs.browser),
  ]
  const counts = await Promise.all([firstLane(), runVitest('vitest', aloud)])
  for (const log of Object.values(logs)) process.stdout.write(readFileSync(log))
  return counts.flat()
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
    failures: (told?.testResults ?? []).flatMap(failuresOfFile),
  })
}

/** Said again at the very end, so that the tail of a long log tells what failed and why. */
function failuresOfFile(file) {
  const name = relative(root, file.name)
  const failed = file.assertionResults.filter((test) => test.status === 'failed')
  if (failed.length === 0) return file.status === 'failed' ? [`${name}\n${file.message}`] : []
  return failed.map(
    (test) => `${name} > ${test.fullName}\n${withoutLibraries(test.failureMessages.join('\n'))}`,
  )
}

async function runPlaywright(log) {
  const file = report('playwright.json')
  const code = await run('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json'], {
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    log,
  })
  const told = read(file)
  const stats = told?.stats
  return counted(code, {
    passed: stats?.expected ?? 0,
    failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0),
    skipped: stats?.skipped ?? 0,
    failures: (told?.suites ?? []).flatMap(failuresOfSuite),
  })
}

/** Of a stack, the lines of our own files are what one looks for. */
function withoutLibraries(message) {
  const lines = message.split('\n')
  return lines.filter((line) => !/^\s+at .*node_modules/.test(line)).join('\n')
}

function failuresOfSuite(suite) {
  const own = (suite.specs ?? []).filter((spec) => !spec.ok)
  const told = own.map((spec) => {
    const errors = spec.tests.flatMap((test) => test.results.flatMap((result) => result.errors))
    return `${spec.file} > ${spec.title}\n${errors.map((error) => error.message).join('\n')}`
  })
  return [...told, ...(suite.suites ?? []).flatMap(failuresOfSuite)]
}

/** A file that does not load, a crash, an error between tests: the run failed although no test of it did. */
function counted(code, count) {
  if (code === 0 || count.failed > 0) return count
  return {
    ...count,
    failed: 1,
    failures: [...count.failures, `a run ended with ${code}, though no test of it failed`],
  }
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
