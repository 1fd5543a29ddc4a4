/** How settings are written on a Windows host. Rulebook 3. */

import type { Architecture } from './host-facts'
import type { SettingValue } from './settings'

/** `VirtualMode`. Windows takes an absent value as per-program, so it is always written. */
export const VIRTUAL_MODE: Record<SettingValue<'VirtualIpMode'>, 0 | 1> = {
  'per-session': 0,
  'per-program': 1,
}

/** `PromptOnIPLeaseFail`: 1 keeps sessions without a lease from using the server's address. */
export const PROMPT_ON_LEASE_FAIL: Record<SettingValue<'VirtualIpFallback'>, 0 | 1> = {
  'server-address': 0,
  none: 1,
}

/** The key of `PreferLoopback` and `PreferLoopbackProcesses`: Citrix reads the 32-bit view on 64-bit Windows. */
export function citrixVipKey(arch: Architecture): string {
  return arch === 'x86' ? 'HKLM\\SOFTWARE\\Citrix\\VIP' : 'HKLM\\SOFTWARE\\Wow6432Node\\Citrix\\VIP'
}
