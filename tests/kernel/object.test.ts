import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Bpftool, findBpftool } from '~/agent/drivers/linux/filter/bpftool'
import {
  BUILD_FILE,
  filterObject,
  OBJECT_FILE,
  SLOW_OBJECT_FILE,
} from '~/agent/drivers/linux/filter/filter-object'
import { FilterPlace } from '~/agent/drivers/linux/filter/filter-place'
import { KernelFilter } from '~/agent/drivers/linux/filter/kernel-filter'
import { projectRoot } from '~/server/project-root'
import { requirement } from '~/tests/support/requirement'
import { requireKernel } from './support/lab'

const FILTER = join(projectRoot(), 'agent/drivers/linux/filter')
const sha256 = (...paths: string[]) =>
  paths.reduce((hash, path) => hash.update(readFileSync(path)), createHash('sha256')).digest('hex')
const record = JSON.parse(readFileSync(join(FILTER, BUILD_FILE), 'utf8')) as Record<string, string>

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'vipfarm-object-'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const MEND = 'run: node scripts/build-session-filter.mjs'

test('the shipped object was made of the source that stands beside it', () => {
  const sources = readdirSync(join(FILTER, 'bpf')).sort()
  expect(record.source, MEND).toBe(sha256(...sources.map((name) => join(FILTER, 'bpf', name))))
  expect(record.object, MEND).toBe(sha256(join(FILTER, OBJECT_FILE)))
  expect(record.slowObject, MEND).toBe(sha256(join(FILTER, SLOW_OBJECT_FILE)))
})

test('compiling the source again gives the same object with the recorded compiler, and one that loads with any', async (context) => {
  await requireKernel(context)
  const version = spawnSync('clang', ['--version'], { encoding: 'utf8' })
  requirement(
    context,
    'bpf',
    version.status === 0 ? null : 'clang is missing: apt-get install clang llvm libbpf-dev',
  )
  execFileSync(process.execPath, [join(projectRoot(), 'scripts/build-session-filter.mjs'), '--to', directory])
  const made = JSON.parse(readFileSync(join(directory, BUILD_FILE), 'utf8')) as Record<string, string>
  if (made.compiler === record.compiler && made.headers === record.headers) expect(made).toEqual(record)
  const bpftool = findBpftool()
  if (!bpftool) throw new Error('no bpftool')
  const place = new FilterPlace(`test-${process.pid}`)
  try {
    const object = filterObject(pathToFileURL(`${directory}/`))
    for (const path of [object.path, object.slowPath]) {
      const kernel = new KernelFilter(new Bpftool(bpftool), { ...object, path, slowPath: path }, place)
      await kernel.ensureLoaded()
      expect(kernel.isLoaded).toBe(true)
      place.removePins()
    }
  } finally {
    place.removePins()
  }
})
