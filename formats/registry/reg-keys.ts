/** Where these features live in the registry of a Windows host. Rulebook 3. */

/** Under `Wow6432Node` on 64-bit Windows. */
export const CITRIX_KEYS = {
  x64: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Wow6432Node\\Citrix\\VIP',
  x86: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Citrix\\VIP',
} as const

/** Group policy; asked before the local key, value by value. Names and kinds from TerminalServer-Server.admx. */
export const POLICY_KEY =
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\Terminal Services\\TSAppSrv\\VirtualIP'
export const LOCAL_KEY =
  'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\TSAppSrv\\VirtualIP'

/** What is read of a registry file, for people. */
export const KEYS_READ: readonly string[] = [CITRIX_KEYS.x64, CITRIX_KEYS.x86, POLICY_KEY, LOCAL_KEY]

export type RegPlace = 'citrix-x64' | 'citrix-x86' | 'policy' | 'local' | 'pool'

/** Which of the known keys a path names; null for any other key. */
export function regPlace(path: string): RegPlace | null {
  const key = path
    .replace(/^HKLM\\/i, 'HKEY_LOCAL_MACHINE\\')
    .replace(/^(HKEY_LOCAL_MACHINE\\SYSTEM)\\ControlSet\d{3}\\/i, '$1\\CurrentControlSet\\')
    .toLowerCase()
  const is = (wanted: string) => key === wanted.toLowerCase()
  if (is(CITRIX_KEYS.x64)) return 'citrix-x64'
  if (is(CITRIX_KEYS.x86)) return 'citrix-x86'
  if (is(POLICY_KEY)) return 'policy'
  if (is(LOCAL_KEY)) return 'local'
  return is(`${LOCAL_KEY}\\IPPool`) || is(`${POLICY_KEY}\\IPPool`) ? 'pool' : null
}
