/** Registry values and the settings they stand for, both ways. Rulebook 3. */

import type { SettingId } from '~/domain/settings'
import type { RegData } from './reg-file'

interface RegSetting {
  setting: SettingId
  name: string
  key: 'citrix' | 'virtual-ip'
  /** The value of the setting, or the reason why the data stands for none. */
  read: (
    data: RegData,
  ) => { ok: true; value: boolean | string | string[] | null } | { ok: false; reason: string }
}

const no = (reason: string) => ({ ok: false as const, reason })
const yes = (value: boolean | string | string[] | null) => ({ ok: true as const, value })

const flag =
  (zero: boolean | string, one: boolean | string) =>
  (data: RegData): ReturnType<RegSetting['read']> => {
    if (data.type !== 'dword') return no('it must be a REG_DWORD')
    return yes(data.value === 0 ? zero : one)
  }

const programs = (data: RegData): ReturnType<RegSetting['read']> =>
  data.type === 'multi' ? yes(data.value) : no('it must be a REG_MULTI_SZ')

export const REG_SETTINGS: RegSetting[] = [
  { setting: 'PreferLoopback', name: 'PreferLoopback', key: 'citrix', read: flag(false, true) },
  { setting: 'PreferLoopbackProcesses', name: 'PreferLoopbackProcesses', key: 'citrix', read: programs },
  { setting: 'VirtualIpEnabled', name: 'EnableVirtualIP', key: 'virtual-ip', read: flag(false, true) },
  {
    setting: 'VirtualIpMode',
    name: 'VirtualMode',
    key: 'virtual-ip',
    read: flag('per-session', 'per-program'),
  },
  { setting: 'VirtualIpPrograms', name: 'PerApp', key: 'virtual-ip', read: programs },
  { setting: 'VirtualIpAdapter', name: 'VIPAdapter', key: 'virtual-ip', read: adapter },
  { setting: 'VirtualIpSource', name: 'IPPool', key: 'virtual-ip', read: source },
  {
    setting: 'VirtualIpFallback',
    name: 'PromptOnIPLeaseFail',
    key: 'virtual-ip',
    read: flag('server-address', 'none'),
  },
]

function adapter(data: RegData): ReturnType<RegSetting['read']> {
  if (data.type === 'deleted') return yes(null)
  return data.type === 'string' ? yes(data.value) : no('it must be a REG_SZ')
}

// The pool of Windows is a library of its own; without one, addresses come from DHCP.
function source(data: RegData): ReturnType<RegSetting['read']> {
  if (data.type === 'deleted') return yes('dhcp')
  if (data.type !== 'string' && data.type !== 'expand') return no('it must be a REG_SZ or REG_EXPAND_SZ')
  if (data.value === '') return yes('dhcp')
  return /(?:^|\\)tsvipool\.dll$/i.test(data.value)
    ? yes('pool')
    : no('only the pool of TSVIPool.dll is known')
}
