/** The filter inside the kernel: loaded once for a state directory, attached to the group of each session. */

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Bpftool, bytesOf, hex } from './bpftool'
import type { FilterObject } from './filter-object'
import type { FilterPlace } from './filter-place'
import type { Beside } from './lock-process'

// The names that bpftool of any age takes.
const ALWAYS = ['bind4', 'bind6', 'connect4', 'connect6', 'sendmsg4', 'sendmsg6'] as const
const MASKING = [
  'getsockname4',
  'getsockname6',
  'getpeername4',
  'getpeername6',
  'recvmsg4',
  'recvmsg6',
] as const
export const HOOKS = [...ALWAYS, ...MASKING] as const
export type Hook = (typeof HOOKS)[number]

/** Hooks for masking cost every call that passes them: they are attached only where a list masks. */
export const hooksFor = (masks: boolean): readonly Hook[] => (masks ? HOOKS : ALWAYS)

export const MAPS = [
  'vf_session',
  'vf_programs',
  'vf_long_programs',
  'vf_files',
  'vf_ports',
  'vf_hosts',
  'vf_held',
  'vf_version',
  'vf_refused',
] as const
export type MapName = (typeof MAPS)[number]

export interface MapEntry {
  key: Buffer
  value: Buffer
}

/** A program attached to a group, ours or another's. */
export interface Attached {
  id: number
  name: string
}

export class KernelFilter {
  /** Named by the object: a newer agent loads its own beside it and moves the sessions over. */
  private readonly load: string
  private ids: { pin: bigint; hooks: Map<string, Hook> } | null = null

  constructor(
    private readonly bpftool: Bpftool,
    private readonly object: FilterObject,
    readonly place: FilterPlace,
  ) {
    this.load = object.sha256.slice(0, 16)
  }

  /** Started while a lock is waited for, it is there when the kernel's turn comes. */
  get batchCommand(): string {
    return this.bpftool.batchCommand
  }

  async withReady<T>(beside: Beside, then: () => Promise<T>): Promise<T> {
    return this.bpftool.withReady(beside, then)
  }

  get isLoaded(): boolean {
    return (
      HOOKS.every((hook) => existsSync(this.program(hook))) && MAPS.every((map) => existsSync(this.map(map)))
    )
  }

  /** Loads what is not loaded. What an interrupted load left is cleared first. @throws BpftoolError */
  async ensureLoaded(): Promise<void> {
    if (this.isLoaded) return
    this.place.makePins()
    try {
      await this.loadObject(this.object.path)
    } catch {
      // Kernels that do not let the filter follow pointers as they are: the other build asks helpers instead.
      await this.loadObject(this.object.slowPath)
    }
  }

  private async loadObject(path: string): Promise<void> {
    rmSync(this.directory, { recursive: true, force: true })
    mkdirSync(this.directory, { mode: 0o700 })
    const programs = join(this.directory, 'programs')
    await this.bpftool.run(['prog', 'loadall', path, programs, 'pinmaps', join(this.directory, 'maps')])
    for (const hook of HOOKS) {
      // So bpftool 5.10 names them, by their sections.
      const bySection = join(programs, `cgroup_${hook}`)
      if (existsSync(bySection)) renameSync(bySection, this.program(hook))
    }
  }

  /** Pins of other objects go; what they enforce must have been moved over before. */
  forgetOthers(): void {
    for (const name of this.place.pinned()) {
      if (name !== this.load) rmSync(join(this.place.pins, name), { recursive: true, force: true })
    }
  }

  /**
   * Brings the programs of a group to what they should be: the missing are attached first, so that nothing is ever
   * unfiltered, then ours that are too much are detached. Programs of others stay. `then` runs between the two.
   */
  async attach(cgroup: string, masks: boolean, then: readonly string[][] = []): Promise<void> {
    const wanted = hooksFor(masks)
    const ids = await this.programIds()
    const attached = await this.attached(cgroup)
    const present = new Set(attached.map(({ id }) => ids.get(String(id))))
    const missing = wanted.filter((hook) => !present.has(hook))
    const surplus = attached.filter(({ id, name }) => {
      const hook = ids.get(String(id))
      return hook ? !wanted.includes(hook) : name.startsWith('vf_')
    })
    await this.bpftool.batch([
      ...missing.map((hook) => this.attachment(cgroup, hook)),
      ...then,
      ...surplus.map((one) => detachment(cgroup, one)),
    ])
  }

  /** Takes ours off a group that stays. One that is gone has none. */
  async detach(cgroup: string): Promise<void> {
    if (!existsSync(cgroup)) return
    const ours = (await this.attached(cgroup)).filter(({ name }) => name.startsWith('vf_'))
    await this.bpftool.batch(ours.map((one) => detachment(cgroup, one)))
  }

  /** The same for a group that was just made and has none. */
  async attachFirst(cgroup: string, masks: boolean, then: readonly string[][]): Promise<void> {
    await this.bpftool.batch([...hooksFor(masks).map((hook) => this.attachment(cgroup, hook)), ...then])
  }

  /** What is attached to the group itself. */
  async attached(cgroup: string): Promise<Attached[]> {
    const answer = await this.bpftool.run(['cgroup', 'show', cgroup])
    if (!Array.isArray(answer)) return []
    return answer.map((one: { id?: unknown; name?: unknown }) => ({
      id: Number(one.id),
      name: String(one.name ?? ''),
    }))
  }

  /** The hooks of this very object that are attached to the group. */
  async attachedHooks(cgroup: string): Promise<Set<Hook>> {
    const ids = await this.programIds()
    const hooks = (await this.attached(cgroup)).map(({ id }) => ids.get(String(id)))
    return new Set(hooks.filter((hook) => hook !== undefined))
  }

  async entries(map: MapName): Promise<MapEntry[]> {
    return (await this.entriesOf([map]))[0] ?? []
  }

  /** The entries of each map, in their order. */
  async entriesOf(maps: readonly MapName[]): Promise<MapEntry[][]> {
    const answers = await this.bpftool.batch(maps.map((map) => ['map', 'dump', 'pinned', this.map(map)]))
    return answers.map((answer) =>
      (Array.isArray(answer) ? answer : []).map((one: { key?: unknown; value?: unknown }) => ({
        key: bytesOf(one.key),
        value: bytesOf(one.value),
      })),
    )
  }

  set(map: MapName, { key, value }: MapEntry): string[] {
    return ['map', 'update', 'pinned', this.map(map), 'key', ...hex(key), 'value', ...hex(value)]
  }

  unset(map: MapName, key: Buffer): string[] {
    return ['map', 'delete', 'pinned', this.map(map), 'key', ...hex(key)]
  }

  /** Makes the filter forget what it found of programs: after every change of the lists. */
  forgetVerdicts(): string[] {
    // Of chance, so that nobody can foresee who will look like whom to it.
    return this.set('vf_version', { key: Buffer.alloc(4), value: randomBytes(8) })
  }

  /** How many binds it has refused since it was loaded. 0 where it is not. @throws BpftoolError */
  async refusedBinds(): Promise<number> {
    if (!this.isLoaded) return 0
    const [count] = await this.entries('vf_refused')
    return Number(count?.value.readBigUInt64LE(0) ?? 0n)
  }

  async write(commands: readonly (readonly string[])[]): Promise<void> {
    await this.bpftool.batch(commands)
  }

  private async programIds(): Promise<Map<string, Hook>> {
    // Others unload and load as well, with the last and the first session: the pin tells whether it is still the same.
    const pin = statSync(this.program('bind4'), { bigint: true }).ino
    if (this.ids?.pin === pin) return this.ids.hooks
    const shown = await this.bpftool.batch(
      HOOKS.map((hook) => ['prog', 'show', 'pinned', this.program(hook)]),
    )
    const hooks = new Map(shown.map((one, at) => [String((one as { id?: unknown }).id), HOOKS[at] as Hook]))
    this.ids = { pin, hooks }
    return hooks
  }

  private attachment(cgroup: string, hook: Hook): string[] {
    return ['cgroup', 'attach', cgroup, hook, 'pinned', this.program(hook), 'multi']
  }

  private get directory(): string {
    return join(this.place.pins, this.load)
  }

  private program(hook: Hook): string {
    return join(this.directory, 'programs', `vf_${hook}`)
  }

  private map(name: MapName): string {
    return join(this.directory, 'maps', name)
  }
}

const detachment = (cgroup: string, { id, name }: Attached): string[] => [
  'cgroup',
  'detach',
  cgroup,
  name.slice('vf_'.length),
  'id',
  String(id),
]
