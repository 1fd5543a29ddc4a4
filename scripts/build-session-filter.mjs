#!/usr/bin/env node
/**
 * Compiles the Linux session filter, in its two builds, and records with what. Needs Debian's clang, llvm and libbpf-dev.
 *   node scripts/build-session-filter.mjs              writes the object and its record
 *   node scripts/build-session-filter.mjs --to FOLDER  writes them there instead, to compare
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { root } from './setup/paths.mjs'

const home = join(root, 'agent/drivers/linux/filter')
const sources = join(home, 'bpf')
const at = process.argv.indexOf('--to')
const target = at > 0 ? resolve(process.argv[at + 1]) : home
const object = join(target, 'session-filter.bpf.o')
const slowObject = join(target, 'session-filter-slow.bpf.o')

// `bpfel` is every little-endian machine: one object serves x64 and arm64. The headers' own types are all that an
// architecture's folder is for. The compiler's working folder must not show in the object.
const folder =
  execFileSync('clang', ['-print-multiarch'], { encoding: 'utf8' }).trim() || `${gnuArchitecture()}-linux-gnu`
const flags = ['-O2', '-g', '-Wall', '-Werror', '-target', 'bpfel', '-mcpu=v3', '-ffile-compilation-dir=.']

mkdirSync(target, { recursive: true })
compile(object)
compile(slowObject, '-DSLOW_READS')

const digest = (...contents) =>
  contents.reduce((hash, one) => hash.update(one), createHash('sha256')).digest('hex')
const sha256 = (file) => digest(readFileSync(file))
const record = {
  source: sourceDigest(),
  object: sha256(object),
  slowObject: sha256(slowObject),
  compiler: execFileSync('clang', ['--version'], { encoding: 'utf8' }).split('\n')[0],
  headers: versions('libbpf-dev', 'linux-libc-dev'),
  flags: flags.join(' '),
}
writeFileSync(join(target, 'session-filter.build.json'), `${JSON.stringify(record, null, 2)}\n`)
process.stdout.write(`${object}\n${slowObject}\n`)

/** Of every file, in the order of their names. */
function sourceDigest() {
  return digest(
    ...readdirSync(sources)
      .sort()
      .map((name) => readFileSync(join(sources, name))),
  )
}

function compile(to, ...more) {
  const command = [...flags, ...more, `-I/usr/include/${folder}`, '-c', 'session-filter.bpf.c', '-o', to]
  execFileSync('clang', command, { cwd: sources, stdio: 'inherit' })
  execFileSync('llvm-strip', ['-g', to], { stdio: 'inherit' })
}

function versions(...packages) {
  const format = `\${Package} \${Version}\\n`
  const told = execFileSync('dpkg-query', ['-W', '-f', format, ...packages], { encoding: 'utf8' })
  return told.trim().split('\n').join(', ')
}

function gnuArchitecture() {
  return process.arch === 'arm64' ? 'aarch64' : 'x86_64'
}
