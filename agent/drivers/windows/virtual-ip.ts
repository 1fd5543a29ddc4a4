/**
 * RD IP Virtualization. Windows asks the policy key before the local one, value by value; what group policy owns is read
 * and reported, never fought. The rest is set by WMI where it has a method, and in the local key where it has none.
 */

import type { SettingId, SettingValue } from '~/domain/settings'
import { PROMPT_ON_LEASE_FAIL, VIRTUAL_MODE } from '~/domain/windows-values'
import { LOCAL_KEY, POLICY_KEY } from '~/formats/registry/reg-keys'
import { sameValue } from '../../reconcile/plan'
import { type EffectiveValues, type Step, StepError } from '../driver'
import { adapterFor, macOf, sameMac } from './adapters'
import type { ChangesFile } from './changes-file'
import { bootIdOf } from './machine-facts'
import type { PoolSlices } from './pool-slice'
import type { MachineFacts, Registry, RegistryData, VirtualIpState, Wmi } from './ports'
import { restoreValue, writeValue } from './registry-value'
import {
  flag,
  holdsSlice,
  listIn,
  modeIn,
  NAMES,
  ownersIn,
  type Reading,
  sourceIn,
  text,
  type VirtualIpSetting,
} from './virtual-ip-reading'

export const POOL_KEY = `${LOCAL_KEY}\\IPPool`
const POOL_LIBRARY = '%SystemRoot%\\system32\\TSVIPool.dll'

export class VirtualIpValues {
  private owners = new Map<string, string>()
  private wantedAdapter: string | null = null

  constructor(
    private readonly registry: Registry,
    private readonly wmi: Wmi,
    private readonly changes: ChangesFile,
    private readonly slices: PoolSlices,
  ) {}

  covers(setting: SettingId): boolean {
    return Object.hasOwn(NAMES, setting) || setting === 'VirtualIpPool'
  }

  ownerOf(setting: string): string | undefined {
    return this.owners.get(setting)
  }

  async read(machine: MachineFacts): Promise<EffectiveValues> {
    const reading = await this.look()
    this.owners = ownersIn(reading)
    const { policy, local, pool, wmi } = reading
    const value = (name: string) => policy?.get(name.toLowerCase()) ?? local?.get(name.toLowerCase())
    // "Off" and "no programs" are what Windows says of values that nobody set.
    const { wmi: ours } = await this.changes.read()
    const isSet = (name: string) =>
      value(name) !== undefined || ours.some(({ property }) => property === name)
    const enabled =
      wmi && (wmi.active || isSet(NAMES.VirtualIpEnabled)) ? wmi.active : flag(value(NAMES.VirtualIpEnabled))
    const slice = await this.slices.held()
    const library = text(value(NAMES.VirtualIpSource))
    const fallback = value(NAMES.VirtualIpFallback)
    const found: Record<string, unknown> = {
      VirtualIpEnabled: enabled,
      VirtualIpMode: modeIn(wmi, value(NAMES.VirtualIpMode)),
      VirtualIpPrograms:
        wmi && (wmi.programs.length > 0 || isSet(NAMES.VirtualIpPrograms))
          ? wmi.programs
          : listIn(value(NAMES.VirtualIpPrograms)),
      VirtualIpAdapter: this.adapterIn(reading, machine),
      VirtualIpSource: library === undefined ? undefined : library === '' ? 'dhcp' : sourceIn(library),
      VirtualIpFallback: fallback && (flag(fallback) ? 'none' : 'server-address'),
      VirtualIpPool: slice && pool && holdsSlice(pool, slice) ? slice.pool : undefined,
    }
    return Object.fromEntries(Object.entries(found).filter(([, one]) => one !== undefined))
  }

  /** @throws StepError, PortError */
  async apply(step: Step, machine: MachineFacts): Promise<void> {
    const owner = ownersIn(await this.look()).get(step.setting)
    if (owner) {
      const message = `group policy owns ${NAMES[step.setting as VirtualIpSetting]} on this host: change it there, or take it out of there`
      throw new StepError('group-policy', message)
    }
    if (step.action === 'clear') return this.restore(step.setting)
    switch (step.setting) {
      case 'VirtualIpEnabled':
        return this.enable(step.value === true, machine)
      case 'VirtualIpMode':
        return this.setMode(VIRTUAL_MODE[step.value as SettingValue<'VirtualIpMode'>], machine)
      case 'VirtualIpPrograms':
        return this.setPrograms(step.value as string[])
      case 'VirtualIpAdapter':
        return this.setAdapter(step.value as string | null, machine)
      case 'VirtualIpFallback': {
        const value = PROMPT_ON_LEASE_FAIL[step.value as SettingValue<'VirtualIpFallback'>]
        return this.write(step.setting, NAMES.VirtualIpFallback, { type: 'dword', value })
      }
      case 'VirtualIpSource':
        return step.value === 'dhcp'
          ? this.write(step.setting, NAMES.VirtualIpSource, { type: 'string', value: '' })
          : this.turnToPool()
      case 'VirtualIpPool':
        return this.setPool(step.value as string | null)
    }
  }

  /** Puts back every value that this agent changed. */
  async restore(setting: SettingId): Promise<void> {
    if (setting === 'VirtualIpPool') {
      for (const name of ['Start', 'End', 'SubnetMask'])
        await restoreValue(this.registry, this.changes, POOL_KEY, name)
      return this.slices.forget()
    }
    const name = NAMES[setting as VirtualIpSetting]
    const noted = (await this.changes.read()).wmi.find((one) => one.property === name)
    if (noted) await this.restoreWmi(name, noted.before)
    await restoreValue(this.registry, this.changes, LOCAL_KEY, name)
    await this.changes.forget(name)
  }

  private async restoreWmi(name: string, before: unknown): Promise<void> {
    if (name === NAMES.VirtualIpEnabled) await this.wmi.setVirtualIpActive(before === true)
    if (name === NAMES.VirtualIpMode) await this.wmi.setVirtualIpMode(before === 0 ? 0 : 1)
    if (name === NAMES.VirtualIpPrograms && Array.isArray(before)) await this.wmi.setProgramList(before)
    if (name === NAMES.VirtualIpAdapter && typeof before === 'string' && before !== '')
      await this.wmi.selectNetworkAdapter(before)
  }

  /** Without VirtualMode Windows takes "per program": before the switch goes on, a mode stands there. */
  private async enable(on: boolean, machine: MachineFacts): Promise<void> {
    const state = await this.wmi.virtualIp()
    if (state.active === on) return
    const { policy, local } = await this.look()
    const name = NAMES.VirtualIpMode.toLowerCase()
    if (on && !policy?.has(name) && !local?.has(name)) {
      await this.write('VirtualIpMode', NAMES.VirtualIpMode, { type: 'dword', value: 0 })
    }
    await this.note(NAMES.VirtualIpEnabled, state.active)
    await this.changes.noteRestart('VirtualIpEnabled', bootIdOf(machine))
    await this.wmi.setVirtualIpActive(on)
    await this.confirm(NAMES.VirtualIpEnabled, on, (after) => after.active)
  }

  private async setMode(mode: 0 | 1, machine: MachineFacts): Promise<void> {
    const state = await this.wmi.virtualIp()
    if (state.mode !== mode) {
      await this.note(NAMES.VirtualIpMode, state.mode)
      await this.changes.noteRestart('VirtualIpMode', bootIdOf(machine))
      await this.wmi.setVirtualIpMode(mode)
    }
    // WMI says "per program" for an absent value too: it must stand there.
    if (!(await this.registry.read(LOCAL_KEY))?.has(NAMES.VirtualIpMode.toLowerCase()))
      await this.write('VirtualIpMode', NAMES.VirtualIpMode, { type: 'dword', value: mode })
    await this.confirm(NAMES.VirtualIpMode, mode, (after) => after.mode)
  }

  private async setPrograms(programs: string[]): Promise<void> {
    const state = await this.wmi.virtualIp()
    if (sameValue(state.programs, programs)) return
    await this.note(NAMES.VirtualIpPrograms, state.programs)
    await this.wmi.setProgramList(programs)
    await this.confirm(NAMES.VirtualIpPrograms, programs, (after) => after.programs)
  }

  /** A network names the adapter in the registry; a hardware address is selected by WMI, which knows no other way. */
  private async setAdapter(wanted: string | null, machine: MachineFacts): Promise<void> {
    this.wantedAdapter = wanted
    if (wanted === null) return this.restore('VirtualIpAdapter')
    const adapter = adapterFor(wanted, machine)
    if (!adapter) {
      const have = machine.adapters.map(({ mac, addresses }) =>
        `${mac} ${addresses[0]?.address ?? ''}`.trim(),
      )
      throw new StepError(
        'adapter-missing',
        `no adapter of this host is ${wanted}; it has ${have.join(', ') || 'none'}`.slice(0, 500),
      )
    }
    if (wanted.includes('/'))
      return this.write('VirtualIpAdapter', NAMES.VirtualIpAdapter, { type: 'string', value: wanted })
    const state = await this.wmi.virtualIp()
    if (sameMac(state.adapterMac, adapter.mac)) return
    await this.note(NAMES.VirtualIpAdapter, state.adapterMac)
    await this.wmi.selectNetworkAdapter(adapter.mac)
    await this.confirm(NAMES.VirtualIpAdapter, macOf(adapter.mac), (after) => macOf(after.adapterMac))
  }

  /** A run that stands there from before may be somebody else's by now: the farm is asked before it counts again. */
  private async turnToPool(): Promise<void> {
    const [held, values] = [await this.slices.held(), await this.registry.read(POOL_KEY)]
    if (held && values && holdsSlice(values, held)) await this.setPool(held.pool)
    await this.write('VirtualIpSource', NAMES.VirtualIpSource, { type: 'expand', value: POOL_LIBRARY })
  }

  private async setPool(pool: string | null): Promise<void> {
    if (pool === null) return this.restore('VirtualIpPool')
    const slice = await this.slices.of(pool)
    const values = { Start: slice.start, End: slice.end, SubnetMask: slice.mask }
    for (const [name, value] of Object.entries(values))
      await this.write('VirtualIpPool', name, { type: 'string', value }, POOL_KEY)
  }

  /** WMI keeps its values in the registry as well: both are put back one day. */
  private async note(name: string, before: unknown): Promise<void> {
    const local = await this.registry.read(LOCAL_KEY)
    await this.changes.noteRegistry(LOCAL_KEY, name, local?.get(name.toLowerCase()))
    await this.changes.noteWmi(name, before)
  }

  private async write(
    setting: SettingId,
    name: string,
    data: RegistryData,
    key: string = LOCAL_KEY,
  ): Promise<void> {
    await writeValue(this.registry, this.changes, { setting, key, name, existing: 'ours' }, data)
  }

  private async confirm(
    name: string,
    wanted: unknown,
    of: (state: VirtualIpState) => unknown,
  ): Promise<void> {
    const after = of(await this.wmi.virtualIp())
    if (sameValue(after, wanted)) return
    const message = `${name} was set to ${JSON.stringify(wanted)}, and Windows says ${JSON.stringify(after)}`
    throw new StepError('changed-meanwhile', message.slice(0, 500))
  }

  private async look(): Promise<Reading> {
    const [policy, local, pool] = [
      await this.registry.read(POLICY_KEY),
      await this.registry.read(LOCAL_KEY),
      await this.registry.read(POOL_KEY),
    ]
    return { policy, local, pool, wmi: await this.wmi.virtualIp().catch(() => null) }
  }

  private adapterIn({ policy, local, wmi }: Reading, machine: MachineFacts): string | undefined {
    const name = NAMES.VirtualIpAdapter.toLowerCase()
    const cidr = text(policy?.get(name) ?? local?.get(name))
    const wanted = this.wantedAdapter
    if (wanted !== null && !wanted.includes('/')) {
      const adapter = adapterFor(wanted, machine)
      if (adapter && wmi && sameMac(wmi.adapterMac, adapter.mac)) return wanted
    }
    return cidr || (wmi?.adapterMac ? macOf(wmi.adapterMac) : undefined)
  }
}
