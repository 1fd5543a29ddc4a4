/** What the calls are timed in: real sessions of the filter, a group with an empty program, a group with none. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Bpftool, findBpftool } from '~/agent/drivers/linux/filter/bpftool'
import { removeCgroup } from '~/agent/drivers/linux/filter/cgroup'
import { filterObject } from '~/agent/drivers/linux/filter/filter-object'
import { FilterPlace } from '~/agent/drivers/linux/filter/filter-place'
import { hooksFor } from '~/agent/drivers/linux/filter/kernel-filter'
import { SessionFilter } from '~/agent/drivers/linux/filter/session-filter'
import type { PolicySettings } from '~/domain/policy-model'
import { projectRoot } from '~/server/project-root'

const SOURCES = join(projectRoot(), 'bench/enforcement')
export const CALLER = 'vfcalls'
const LIST_LENGTH = 500
/** Never opened by the curve, so that it can be opened at any time. */
const UNLISTED_SESSION = 5_000

export class BenchSessions {
  readonly caller: string
  readonly plain: string
  readonly empty: string
  readonly filter: SessionFilter
  private readonly place = new FilterPlace(`bench-${process.pid}`)
  private readonly bpftool: Bpftool
  private open = 0

  constructor(private readonly directory: string) {
    const path = findBpftool()
    if (!path) throw new Error('the command bpftool is missing: apt-get install bpftool')
    this.bpftool = new Bpftool(path)
    const object = filterObject(new URL(`file://${projectRoot()}/agent/drivers/linux/filter/`))
    this.filter = new SessionFilter(join(directory, 'state'), this.bpftool, object)
    this.caller = join(directory, CALLER)
    this.plain = join(this.place.cgroup, 'plain')
    this.empty = join(this.place.cgroup, 'empty')
  }

  get listed(): string {
    return this.filter.place.cgroupOf(1)
  }

  get unlisted(): string {
    return this.filter.place.cgroupOf(UNLISTED_SESSION)
  }

  async prepare(): Promise<void> {
    execFileSync('clang', ['-O2', '-o', this.caller, join(SOURCES, 'calls.c')])
    mkdirSync(this.place.cgroup)
    await this.filter.begin()
    await this.filter.setFarm({
      VirtualLoopbackSupport: true,
      VirtualLoopbackPrograms: [
        CALLER,
        ...Array.from({ length: LIST_LENGTH - 1 }, (_, at) => `program-${at}`),
      ],
    })
    await this.makeGroups()
  }

  /** The groups that are timed made anew, with what is attached to them: where the kernel puts them tells on their calls. */
  async renew(): Promise<void> {
    await this.filter.close(1)
    await this.filter.close(UNLISTED_SESSION)
    for (const group of [this.plain, this.empty]) await removeCgroup(group)
    this.place.removePins()
    await this.makeGroups()
    await this.filter.open(sessionOf(1, null))
  }

  /** Opens sessions until there are so many; the milliseconds of each. */
  async openUpTo(count: number): Promise<number[]> {
    const took: number[] = []
    for (; this.open < count; this.open++) {
      const since = performance.now()
      await this.filter.open(sessionOf(this.open + 1, null))
      took.push(performance.now() - since)
    }
    return took
  }

  async close(): Promise<void> {
    await this.filter.reconcile(() => false)
    await removeCgroup(this.place.cgroup)
    this.place.removePins()
    rmSync(this.directory, { recursive: true, force: true })
  }

  private async makeGroups(): Promise<void> {
    for (const group of [this.plain, this.empty]) mkdirSync(group)
    await this.attachEmpty()
    const own: PolicySettings = { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['another'] }
    await this.filter.open(sessionOf(UNLISTED_SESSION, own))
  }

  private async attachEmpty(): Promise<void> {
    const object = join(this.directory, 'empty.bpf.o')
    const multiarch = execFileSync('clang', ['-print-multiarch'], { encoding: 'utf8' }).trim()
    const flags = ['-O2', '-g', '-target', 'bpfel', '-mcpu=v2', `-I/usr/include/${multiarch}`]
    execFileSync('clang', [...flags, '-c', join(SOURCES, 'empty.bpf.c'), '-o', object])
    const pins = join(this.place.makePins(), 'empty')
    await this.bpftool.run(['prog', 'loadall', object, pins])
    await this.bpftool.batch(
      hooksFor(false).map((hook) => [
        'cgroup',
        'attach',
        this.empty,
        hook,
        'pinned',
        join(pins, `vf_${hook}`),
        'multi',
      ]),
    )
  }
}

function sessionOf(id: number, own: PolicySettings | null) {
  return { v: 1 as const, id, logonAt: '2026-01-01T00:00:00.000Z', own, vip: null, vipDevice: null }
}
