#!/usr/bin/env node
/**
 * Compiles the compatibility library of Linux session hosts for both architectures, and records with what. Needs
 * Debian's gcc and gcc-aarch64-linux-gnu.
 *   node scripts/build-session-shim.mjs              writes the libraries and their record
 *   node scripts/build-session-shim.mjs --to FOLDER  writes them there instead, to compare
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { root } from './setup/paths.mjs'

const sources = join(root, 'agent/drivers/linux/shim')
const at = process.argv.indexOf('--to')
const target = at > 0 ? resolve(process.argv[at + 1]) : sources
const COMPILERS = { x64: 'x86_64-linux-gnu-gcc', arm64: 'aarch64-linux-gnu-gcc' }
const flags = '-O2 -Wall -Wextra -Werror -shared -fPIC -s -Wl,--build-id=none'

mkdirSync(target, { recursive: true })
const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex')
const record = { source: sha256(join(sources, 'session-shim.c')), libraries: {}, compilers: {}, flags }
for (const [architecture, compiler] of Object.entries(COMPILERS)) {
  const file = join(target, `session-shim-${architecture}.so`)
  execFileSync(compiler, [...flags.split(' '), '-o', file, 'session-shim.c', '-ldl'], {
    cwd: sources,
    stdio: 'inherit',
  })
  record.libraries[architecture] = sha256(file)
  record.compilers[architecture] = execFileSync(compiler, ['--version'], { encoding: 'utf8' }).split('\n')[0]
}
writeFileSync(join(target, 'session-shim.build.json'), `${JSON.stringify(record, null, 2)}\n`)
