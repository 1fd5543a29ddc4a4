import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

/** Runs a JavaScript program of node_modules over the tree. Its words are the failure's message. */
function complaints(script: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`node_modules/${script}`, ...args], {
    encoding: 'utf8',
    timeout: 120_000,
  })
  return status === 0 ? '' : `${stdout}${stderr}`
}

test('every file passes the type checker', { timeout: 130_000 }, () => {
  expect(complaints('typescript/bin/tsc', ['--noEmit', '--incremental', 'false'])).toBe('')
})

test('every file is formatted and passes the linter', { timeout: 130_000 }, () => {
  expect(complaints('@biomejs/biome/bin/biome', ['check', '.'])).toBe('')
})
