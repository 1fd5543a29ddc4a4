/**
 * What is doubtful about a program list once hosts have been looked at: ends of conversations that are missing, twins of
 * another width, entries that no host has. What an entry's own text tells is in `program-warnings`.
 */
import type { OsFamily } from '../host-facts'
import { coversProgram, programKey } from '../program'
import { type EntryWarning, programListWarnings } from '../program-warnings'
import type { Pair } from './finding'

export type LintCode = EntryWarning['code'] | 'missing-end' | 'missing-twin' | 'not-found'

export interface Lint {
  code: LintCode
  message: string
  /** A program to add, where adding is the mend. */
  add?: string
}

/** What is known of the hosts that a list goes to. */
export interface SeenOnHosts {
  family: OsFamily
  /** Loopback conversations that were observed. */
  pairs: readonly Pair[]
  /** Every program that was seen, with the number of hosts it was seen on. */
  programs: ReadonlyMap<string, number>
  /** Hosts that were looked at. 0 when none was: then nothing is said of absence. */
  hosts: number
}

/** Everything doubtful about a list, in order of gravity: broken pairs first. */
export function lintList(list: readonly string[], seen: SeenOnHosts): Lint[] {
  return [
    ...missingEnds(list, seen),
    ...missingTwins(list, seen),
    ...programListWarnings(list, seen.family),
    ...notFound(list, seen),
  ]
}

function missingEnds(list: readonly string[], { pairs, family }: SeenOnHosts): Lint[] {
  const told = new Set<string>()
  return pairs.flatMap(({ listener, client, port }) => {
    const hasListener = coversProgram(list, listener, family)
    if (hasListener === coversProgram(list, client, family)) return []
    const [listed, missing] = hasListener ? [listener, client] : [client, listener]
    const key = `${programKey(listed, family)} ${programKey(missing, family)}`
    if (told.has(key)) return []
    told.add(key)
    const message = `"${listed}" is listed and "${missing}" is not: they talk by port ${port} of the loopback address, and would miss each other`
    return [{ code: 'missing-end' as const, message, add: missing }]
  })
}

// `app.exe` and `app64.exe`, `app32.exe`, `app_x64.exe`, `app-x86.exe`: the same program for another width.
const WIDTH = /[-_ ]?(?:x?64|x86_64|x?86|32|amd64|win32|win64)$/

// A Linux program that is called as a Windows one is another program, not its twin.
const bare = (program: string, family: OsFamily) =>
  family === 'windows' ? programKey(program, family).replace(/\.exe$/, '') : programKey(program, family)

const stem = (program: string, family: OsFamily) => bare(program, family).replace(WIDTH, '')

function missingTwins(list: readonly string[], { programs, family }: SeenOnHosts): Lint[] {
  const stems = new Map(list.map((entry) => [stem(entry, family), entry]))
  return [...programs.keys()].flatMap((program) => {
    const entry = stems.get(stem(program, family))
    if (entry === undefined || stem(program, family) === '' || coversProgram(list, program, family)) return []
    if (bare(entry, family) === bare(program, family)) return []
    const message = `"${entry}" is listed, and hosts also run "${program}", its twin of another width`
    return [{ code: 'missing-twin' as const, message, add: program }]
  })
}

function notFound(list: readonly string[], { programs, hosts, family }: SeenOnHosts): Lint[] {
  if (hosts === 0) return []
  const keys = new Set([...programs.keys()].map((program) => programKey(program, family)))
  return list.flatMap((entry) => {
    const key = programKey(entry, family)
    if (key === '' || keys.has(key)) return []
    return [{ code: 'not-found' as const, message: notSeenText(entry, hosts) }]
  })
}

export const notSeenText = (entry: string, hosts: number): string =>
  `"${entry}" was not seen on ${hosts === 1 ? 'the host that was looked at' : `any of ${hosts} hosts`}`
