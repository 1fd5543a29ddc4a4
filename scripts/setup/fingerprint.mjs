import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './paths.mjs'

const SKIPPED = new Set(['node_modules', 'generated', '.next', 'dist'])

/**
 * Whether a step's sources changed since it was last done. Sizes and times of files are asked first, being quick;
 * contents decide, so that a checkout that only touched files builds nothing.
 */
export function createStamp(name, sources) {
  const file = join(root, '.cache', 'stamps', `${name}.json`)
  const files = sources.flatMap((source) => walk(source)).sort()
  const quick = digest(files, (path) => {
    const { size, mtimeMs } = statSync(join(root, path))
    return `${size} ${mtimeMs}`
  })
  const contents = () => digest(files, (path) => readFileSync(join(root, path)))
  const write = (stamp) => {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(stamp))
    renameSync(`${file}.${process.pid}`, file)
  }
  return {
    isCurrent() {
      const known = read(file)
      if (!known) return false
      if (known.quick === quick) return true
      if (known.contents !== contents()) return false
      write({ quick, contents: known.contents })
      return true
    },
    /** Call it with what `before()` gave, so that an edit made meanwhile is not taken for built. */
    before: () => ({ quick, contents: contents() }),
    write,
  }
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function walk(source) {
  const path = join(root, source)
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [source]
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name) || entry.name.includes('.test.')) return []
    return walk(join(source, entry.name))
  })
}

function digest(files, partOf) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file}\0`).update(partOf(file)).update('\0')
  return hash.digest('hex')
}
