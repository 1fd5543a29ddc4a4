/** What RD IP Virtualization's values say, wherever Windows keeps them: policy key, local key, WMI. Pure. */

import type { PoolSlice } from './pool-slice'
import type { RegistryData, RegistryValues, VirtualIpState } from './ports'

/** The registry's name of each setting; the first four have a WMI property too. */
export const NAMES = {
  VirtualIpEnabled: 'EnableVirtualIP',
  VirtualIpMode: 'VirtualMode',
  VirtualIpPrograms: 'PerApp',
  VirtualIpAdapter: 'VIPAdapter',
  VirtualIpFallback: 'PromptOnIPLeaseFail',
  VirtualIpSource: 'IPPool',
} as const
export type VirtualIpSetting = keyof typeof NAMES

export interface Reading {
  policy: RegistryValues | null
  local: RegistryValues | null
  pool: RegistryValues | null
  wmi: VirtualIpState | null
}

/** Group policy owns what stands in its key, and what WMI says it owns. */
export function ownersIn({ policy, wmi }: Reading): Map<string, string> {
  const owners = new Map<string, string>()
  const byWmi: Partial<Record<string, boolean>> = {
    VirtualIpEnabled: wmi?.policy.active,
    VirtualIpMode: wmi?.policy.mode,
    VirtualIpPrograms: wmi?.policy.programs,
    VirtualIpAdapter: wmi?.policy.adapter,
  }
  for (const [setting, name] of Object.entries(NAMES)) {
    if (byWmi[setting] || policy?.has(name.toLowerCase())) owners.set(setting, 'group-policy')
  }
  return owners
}

export function modeIn(wmi: VirtualIpState | null, value: RegistryData | undefined): string | undefined {
  // Absent in the registry means per program to Windows, and "nobody wrote it" to us.
  if (value === undefined && !wmi?.policy.mode) return undefined
  const mode = wmi ? wmi.mode : value?.type === 'dword' && value.value === 0 ? 0 : 1
  return mode === 0 ? 'per-session' : 'per-program'
}

export function holdsSlice(pool: RegistryValues, { start, end, mask }: PoolSlice): boolean {
  return (
    text(pool.get('start')) === start &&
    text(pool.get('end')) === end &&
    text(pool.get('subnetmask')) === mask
  )
}

export const flag = (data: RegistryData | undefined) =>
  data === undefined ? undefined : data.type === 'dword' && data.value !== 0
export const text = (data: RegistryData | undefined) =>
  data?.type === 'string' || data?.type === 'expand' ? data.value : undefined
export const listIn = (data: RegistryData | undefined) => (data?.type === 'multi' ? data.value : undefined)
export const sourceIn = (library: string) => (/(?:^|\\)tsvipool\.dll$/i.test(library) ? 'pool' : library)
