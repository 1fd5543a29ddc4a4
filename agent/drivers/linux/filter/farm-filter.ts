/** The agent's side of the filter: the farm's values put in force for every session that follows them, and read back. */

import { existsSync } from 'node:fs'
import type { PolicySettings } from '~/domain/policy-model'
import type { SettingId } from '~/domain/settings'
import { type EffectiveValues, type Step, StepError } from '../../driver'
import { type CompiledList, compileList, fileKey } from './compile-list'
import type { FilteredSession } from './filter-files'
import { fileMapKey, isSameSession, PROGRAM_FLAGS, portMapKey, programMapKey } from './filter-values'
import { hooksFor, type MapName } from './kernel-filter'
import { LIST_MAPS } from './list-entries'
import { entryResolver } from './resolve-entry'
import { FARM_LIST, sessionEntry } from './session-entry'
import type { SessionFilter } from './session-filter'

/** The lists of programs, with what an entry of each must be listed for in the kernel. */
const PROGRAM_LISTS = {
  VirtualLoopbackPrograms: PROGRAM_FLAGS.loop,
  VirtualIpPrograms: PROGRAM_FLAGS.vip,
  PreferLoopbackProcesses: PROGRAM_FLAGS.preferLoop,
  LoopbackMasking: PROGRAM_FLAGS.mask,
} as const
type ProgramListId = keyof typeof PROGRAM_LISTS

const isProgramList = (setting: SettingId): setting is ProgramListId => Object.hasOwn(PROGRAM_LISTS, setting)

export class FarmFilter {
  constructor(readonly filter: SessionFilter) {}

  /** Sessions that begin from now on are filtered. Those that run are set right. */
  async begin(isOpen: (session: FilteredSession) => boolean): Promise<void> {
    await this.filter.begin()
    await this.filter.reconcile(isOpen)
  }

  /** @throws StepError for entries that the kernel cannot compare; the others are in force then */
  async apply(step: Step): Promise<void> {
    const { [step.setting]: _, ...others } = await this.filter.files.farm()
    await this.filter.setFarm(step.action === 'set' ? { ...others, [step.setting]: step.value } : others)
    if (step.action !== 'set' || !isProgramList(step.setting)) return
    const notes = (step.value as string[]).map(entryResolver()).filter((one) => one.unusable)
    if (notes.length > 0) throw new StepError('bad-entry', notes.map((one) => one.note).join('; '))
  }

  /** What the kernel holds where sessions follow the farm, else what it will hold for the next one. */
  async readBack(): Promise<EffectiveValues> {
    const { files, kernel } = this.filter
    const farm = await files.farm()
    const all = await files.sessions()
    // A group of the system's goes with its session, before we know.
    const sessions = all.filter(
      ({ own, group }) => own === null && (group === undefined || existsSync(group.attach)),
    )
    if (sessions.length === 0) return { ...farm, ...usableLists(farm) }
    await this.filter.refreshFiles()
    await this.filter.mendAddresses()
    const list = compileList(farm, entryResolver())
    if (!kernel.isLoaded) return settingsWithout(farm, list)
    const values = { ...farm, ...(await this.listsInForce(farm, list)) }
    return (await this.allAttached(sessions, list, all)) ? values : settingsWithout(values, list)
  }

  private async listsInForce(farm: PolicySettings, list: CompiledList): Promise<EffectiveValues> {
    const flags = new Map<string, number>()
    const held = await this.filter.kernel.entriesOf(LIST_MAPS)
    for (const [at, map] of LIST_MAPS.entries()) {
      for (const { key, value } of held[at] ?? []) {
        flags.set(`${map} ${key.toString('hex')}`, value.readUInt32LE(0))
      }
    }
    const has = (map: MapName, key: Buffer, flag: number) =>
      ((flags.get(`${map} ${key.toString('hex')}`) ?? 0) & flag) === flag
    const hasProgram = (name: string, flag: number) => {
      const { map, key } = programMapKey(FARM_LIST, name)
      return has(map, key, flag)
    }
    const resolve = entryResolver()
    const inForce = (entry: string, flag: number) => {
      const { names, file, unusable } = resolve(entry)
      if (unusable) return false
      const wanted = (standing: number | undefined) => (standing ?? 0) & flag
      return (
        names.every((name) => hasProgram(name, wanted(list.programs.get(name)))) &&
        (!file || has('vf_files', fileMapKey(FARM_LIST, file), wanted(list.files.get(fileKey(file))?.flags)))
      )
    }
    const values: EffectiveValues = {}
    for (const [setting, flag] of Object.entries(PROGRAM_LISTS)) {
      const entries = farm[setting as ProgramListId]
      if (entries) values[setting] = entries.filter((entry) => inForce(entry, flag))
    }
    const ports = farm.VirtualLoopbackPortExclusion
    const standing = (port: number) =>
      !list.ports.includes(port) || has('vf_ports', portMapKey(FARM_LIST, port), 1)
    if (ports) values.VirtualLoopbackPortExclusion = ports.filter(standing)
    return values
  }

  private async allAttached(
    sessions: readonly FilteredSession[],
    list: CompiledList,
    all: readonly FilteredSession[],
  ): Promise<boolean> {
    const { kernel, place } = this.filter
    const values = new Map(
      (await kernel.entries('vf_session')).map(({ key, value }) => [key.toString('hex'), value]),
    )
    for (const session of sessions) {
      const hooks = await kernel.attachedHooks(place.groupOf(session)).catch(() => new Set())
      if (!hooksFor(list.masks).every((hook) => hooks.has(hook))) return false
      const wanted = sessionEntry(place, session, list, all)
      const found = values.get(wanted.key.toString('hex'))
      if (!found || !isSameSession(found, wanted.value)) return false
    }
    return true
  }
}

/** Without its switches nothing of a list is in force: this is how a detached filter shows. */
function settingsWithout(values: EffectiveValues, list: CompiledList): EffectiveValues {
  const { VirtualLoopbackSupport, VirtualIpEnabled, ...others } = values
  return list.flags === 0 ? values : others
}

function usableLists(farm: PolicySettings): EffectiveValues {
  const values: EffectiveValues = {}
  const resolve = entryResolver()
  for (const setting of Object.keys(PROGRAM_LISTS) as ProgramListId[]) {
    const entries = farm[setting]
    if (entries) values[setting] = entries.filter((entry) => !resolve(entry).unusable)
  }
  return values
}
