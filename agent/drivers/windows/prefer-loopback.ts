/** PreferLoopback and its programs under Citrix\VIP: Windows Server 2008 R2 and 2012 R2 only, and never by surprise. */

import type { SettingId } from '~/domain/settings'
import { CITRIX_KEYS } from '~/formats/registry/reg-keys'
import { regFileText } from '~/formats/registry/reg-value-text'
import type { Storage } from '../../storage/storage'
import type { EffectiveValues, Step } from '../driver'
import { type ChangesFile, isNoted } from './changes-file'
import type { MachineFacts, Registry, RegistryData } from './ports'
import { restoreValue, writeValue } from './registry-value'

const SWITCH = 'PreferLoopback'
const PROGRAMS = 'PreferLoopbackProcesses'

export class PreferLoopbackValues {
  constructor(
    private readonly registry: Registry,
    private readonly changes: ChangesFile,
    private readonly storage: Storage,
    private readonly now: () => number,
  ) {}

  covers(setting: SettingId): boolean {
    return setting === SWITCH || setting === PROGRAMS
  }

  async read(machine: MachineFacts): Promise<EffectiveValues> {
    const values = await this.registry.read(citrixKey(machine))
    const on = values?.get(SWITCH.toLowerCase())
    const programs = values?.get(PROGRAMS.toLowerCase())
    return {
      ...(on && { [SWITCH]: on.type === 'dword' ? on.value !== 0 : wrongType(on) }),
      ...(programs && { [PROGRAMS]: programs.type === 'multi' ? programs.value : wrongType(programs) }),
    }
  }

  async apply(step: Step, machine: MachineFacts): Promise<void> {
    const key = citrixKey(machine)
    if (step.action === 'clear') return restoreValue(this.registry, this.changes, key, step.setting)
    const wanted: RegistryData =
      step.setting === SWITCH
        ? { type: 'dword', value: step.value === true ? 1 : 0 }
        : { type: 'multi', value: step.value as string[] }
    const { setting } = step
    const place = {
      setting,
      key,
      name: setting,
      existing: 'foreign' as const,
      beforeFirst: () => this.backUp(key),
    }
    await writeValue(this.registry, this.changes, place, wanted)
  }

  /** The key as it was, as a file that regedit reads, before anything of ours stands in it. */
  private async backUp(key: string): Promise<void> {
    const changes = await this.changes.read()
    if (isNoted(changes, key, SWITCH) || isNoted(changes, key, PROGRAMS)) return
    const before = await this.registry.read(key)
    const stamp = new Date(this.now()).toISOString().replace(/[:.]/g, '-')
    const values = [SWITCH, PROGRAMS].map((name) => ({
      name,
      data: before?.get(name.toLowerCase()) ?? { type: 'deleted' as const },
    }))
    const others = [...(before ?? [])].filter(
      ([name]) => !values.some((one) => one.name.toLowerCase() === name),
    )
    const all = [...others.map(([name, data]) => ({ name, data })), ...values]
    await this.storage.writeAtomic(`citrix-vip-backup-${stamp}.reg`, regFileText(key, all))
  }
}

export function citrixKey({ arch }: Pick<MachineFacts, 'arch'>): string {
  return arch === 'x86' ? CITRIX_KEYS.x86 : CITRIX_KEYS.x64
}

/** What stands there, as it is told: no value of the setting, so that it never passes for one. */
function wrongType(data: RegistryData) {
  return { type: data.type, value: data.value }
}
