import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { projectRoot } from '~/server/project-root'

export interface SourceFile {
  /** From the project's root, with slashes. */
  path: string
  text: string
}

const ROOMS = [
  'app',
  'components',
  'server',
  'domain',
  'formats',
  'protocol',
  'agent',
  'cli',
  'locales',
  'bench',
  'tests',
  'prisma',
]
const SKIPPED = new Set(['node_modules', 'generated', 'migrations', 'golden', 'pictures'])

/** Every TypeScript file of the rooms. */
export function sourceFiles(rooms: readonly string[] = ROOMS): SourceFile[] {
  return rooms.flatMap((room) => walk(join(projectRoot(), room))).map(read)
}

export const isTest = (path: string) => path.startsWith('tests/') || /\.test\.tsx?$/.test(path)

function read(file: string): SourceFile {
  return { path: relative(projectRoot(), file).split(sep).join('/'), text: readFileSync(file, 'utf8') }
}

function walk(directory: string): string[] {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return []
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return []
    const path = join(directory, entry.name)
    if (entry.isDirectory()) return walk(path)
    return /\.tsx?$/.test(entry.name) ? [path] : []
  })
}

export interface ImportOf {
  /** A project path without extension (`server/env`), or a package or `node:` name. */
  target: string
  isPackage: boolean
  /** `import type`, which leaves nothing in the running program. */
  typeOnly: boolean
}

/** `import`, `export ... from`, `import()` and `require()` with a literal name. Comments are taken out first. */
const STATEMENT =
  /(?:^|[\n;])\s*(import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/g

export function importsOf({ path, text }: SourceFile): ImportOf[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  return [...code.matchAll(STATEMENT)].map(([, , type, named, dynamic]) => {
    const name = named ?? dynamic ?? ''
    const typeOnly = type !== undefined
    if (name.startsWith('~/')) return { target: name.slice(2), isPackage: false, typeOnly }
    if (name.startsWith('.')) return { target: posix.join(dirname(path), name), isPackage: false, typeOnly }
    return { target: name, isPackage: true, typeOnly }
  })
}

/** `@scope/name/deep` -> `@scope/name`; `node:fs/promises` stays. */
export function packageName(target: string): string {
  if (target.startsWith('node:')) return target
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/')
}
