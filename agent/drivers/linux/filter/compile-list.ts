/** From settings to what the kernel filter compares. Pure: what the machine knows of an entry is asked of `resolve`. */

import type { PolicySettings } from '~/domain/policy-model'
import { type FileId, PROGRAM_FLAGS, SESSION_FLAGS } from './filter-values'

/** What a list's entry means on this machine. */
export interface ResolvedEntry {
  /** Names of files that run; more than one where the entry's name is a symbolic link. */
  names: string[]
  /** Set for a full path: this very file, and no other of its name. */
  file?: FileId
  /** What an admin should know, in words. */
  note?: string
  /** True for what the kernel could never match. */
  unusable?: true
}

export type ResolveEntry = (entry: string) => ResolvedEntry

export interface CompiledList {
  /** Of `SESSION_FLAGS`, without those that hang on the session's own addresses. */
  flags: number
  /** Flags of `PROGRAM_FLAGS` by name. */
  programs: Map<string, number>
  /** By `major:minor:inode`. */
  files: Map<string, { file: FileId; flags: number }>
  ports: number[]
  /** True if some program must keep seeing 127.0.0.1: the hooks for it are attached only then. */
  masks: boolean
  /** For the lack of a virtual IP: refuse, or use the server's address. */
  vipFallback: 'none' | 'server-address'
  notes: string[]
}

/** The name under which `verify` runs its own test: every list holds it. */
export const SELF_TEST_NAME = 'vipfarm-verify'

/** @param settings checked values */
export function compileList(settings: PolicySettings, resolve: ResolveEntry): CompiledList {
  const loop = settings.VirtualLoopbackSupport === true
  const vip = settings.VirtualIpEnabled === true
  const perProgram = settings.VirtualIpMode === 'per-program'
  const draft = new Draft(resolve)
  if (loop) draft.add(settings.VirtualLoopbackPrograms, PROGRAM_FLAGS.loop)
  if (vip && perProgram) draft.add(settings.VirtualIpPrograms, PROGRAM_FLAGS.vip)
  if (loop) draft.add(settings.LoopbackMasking, PROGRAM_FLAGS.mask)
  if (loop && vip && settings.PreferLoopback === true) {
    const some = settings.PreferLoopbackProcesses ?? []
    if (some.length > 0) draft.add(some, PROGRAM_FLAGS.preferLoop)
    else draft.addToAll(PROGRAM_FLAGS.preferLoop)
  }
  const { programs, files } = draft
  const test = (loop ? PROGRAM_FLAGS.loop : 0) | (vip ? PROGRAM_FLAGS.vip : 0)
  if (test !== 0) programs.set(SELF_TEST_NAME, test)
  const ports = loop ? [...new Set(settings.VirtualLoopbackPortExclusion ?? [])].sort((a, b) => a - b) : []
  const flag = (on: boolean, bit: number) => (on ? bit : 0)
  return {
    flags:
      flag(loop, SESSION_FLAGS.loop) |
      flag(vip, SESSION_FLAGS.vip) |
      flag(vip && !perProgram, SESSION_FLAGS.vipAll) |
      flag(files.size > 0, SESSION_FLAGS.files) |
      flag(ports.length > 0, SESSION_FLAGS.ports),
    programs,
    files,
    ports,
    masks: loop && (settings.LoopbackMasking ?? []).length > 0,
    vipFallback: settings.VirtualIpFallback ?? 'server-address',
    notes: [...draft.notes],
  }
}

class Draft {
  readonly programs = new Map<string, number>()
  readonly files: CompiledList['files'] = new Map()
  readonly notes = new Set<string>()

  constructor(private readonly resolve: ResolveEntry) {}

  add(entries: readonly string[] | undefined, flag: number): void {
    for (const entry of entries ?? []) {
      const { names, file, note } = this.resolve(entry)
      if (note) this.notes.add(note)
      for (const name of names) this.programs.set(name, (this.programs.get(name) ?? 0) | flag)
      if (!file) continue
      const key = fileKey(file)
      this.files.set(key, { file, flags: (this.files.get(key)?.flags ?? 0) | flag })
    }
  }

  addToAll(flag: number): void {
    for (const [name, flags] of this.programs) this.programs.set(name, flags | flag)
    for (const [key, { file, flags }] of this.files) this.files.set(key, { file, flags: flags | flag })
  }
}

export const fileKey = ({ major, minor, inode }: FileId): string => `${major}:${minor}:${inode}`
