/** What an entry of a program list means on this machine: links followed, paths turned into files. */

import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, isAbsolute, join } from 'node:path'
import { baseName, MAX_LINUX_NAME_BYTES } from '~/domain/program'
import type { ResolvedEntry, ResolveEntry } from './compile-list'
import type { FileId } from './filter-values'

/** Where sessions find their programs, besides the agent's own PATH. */
const DIRECTORIES = [
  '/usr/local/bin',
  '/usr/bin',
  '/bin',
  '/usr/local/sbin',
  '/usr/sbin',
  '/sbin',
  '/usr/games',
]

/** For lists that are compiled in one go: each folder is looked at once for all their entries. */
export function entryResolver(path = process.env.PATH ?? ''): ResolveEntry {
  let folders: readonly Folder[] | null = null
  return (entry) => {
    if (isAbsolute(entry)) return resolvePath(entry)
    folders ??= [...new Set([...path.split(':').filter(isAbsolute), ...DIRECTORIES])].map((directory) => ({
      directory,
      links: linksIn(directory),
    }))
    return resolveName(baseName(entry), folders)
  }
}

interface Folder {
  directory: string
  /** The names of its symbolic links. */
  links: ReadonlySet<string>
}

function resolveName(name: string, folders: readonly Folder[]): ResolvedEntry {
  if (name === '') return { names: [] }
  const wrong = tooLong(name)
  if (wrong) return { names: [], note: wrong, unusable: true }
  const targets = new Set<string>()
  for (const { directory, links } of folders) {
    if (!links.has(name)) continue
    const real = realName(join(directory, name))
    if (real !== null && real !== name && tooLong(real) === null) targets.add(real)
  }
  if (targets.size === 0) return { names: [name] }
  const others = [...targets].join(', ')
  const note = `${name} is a symbolic link here: the program that runs is ${others}, which is covered as well`
  return { names: [name, ...targets], note }
}

const known = new Map<string, { changed: number; links: ReadonlySet<string> }>()

/** Read once for each change of the folder. */
function linksIn(directory: string): ReadonlySet<string> {
  try {
    const changed = statSync(directory).mtimeMs
    const before = known.get(directory)
    if (before?.changed === changed) return before.links
    const entries = readdirSync(directory, { withFileTypes: true })
    const links = new Set(entries.filter((entry) => entry.isSymbolicLink()).map((entry) => entry.name))
    known.set(directory, { changed, links })
    return links
  } catch {
    return new Set()
  }
}

function resolvePath(path: string): ResolvedEntry {
  try {
    const real = realpathSync(path)
    const { ino } = statSync(real, { bigint: true })
    const note =
      real === path ? undefined : `${path} is a symbolic link here: the program that runs is ${real}`
    return { names: [], file: { ...deviceOf(real), inode: ino }, ...(note && { note }) }
  } catch {
    return { names: [], note: `${path} is not on this machine: nothing is covered by it until it is` }
  }
}

/** The device of the file system itself: what stat(2) tells is another number on some (btrfs). */
export function deviceOf(
  real: string,
  mountinfo = readFileSync('/proc/self/mountinfo', 'utf8'),
): Pick<FileId, 'major' | 'minor'> {
  let best = { length: -1, major: 0, minor: 0 }
  for (const line of mountinfo.split('\n')) {
    const [, , device, , mounted] = line.split(' ')
    if (device === undefined || mounted === undefined) continue
    const point = unescaped(mounted)
    const holds = point === '/' || real === point || real.startsWith(`${point}/`)
    // A later mount on the same point lies over the earlier one.
    if (!holds || point.length < best.length) continue
    const [major = 0, minor = 0] = device.split(':').map(Number)
    best = { length: point.length, major, minor }
  }
  if (best.length < 0) throw new Error(`no mount holds ${real}`)
  const { major, minor } = best
  return { major, minor }
}

const unescaped = (text: string) =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))

function realName(path: string): string | null {
  try {
    return basename(realpathSync(path))
  } catch {
    return null
  }
}

function tooLong(name: string): string | null {
  const bytes = Buffer.byteLength(name)
  return bytes <= MAX_LINUX_NAME_BYTES
    ? null
    : `${name}: the kernel filter compares names of at most ${MAX_LINUX_NAME_BYTES} bytes, this one has ${bytes}`
}
