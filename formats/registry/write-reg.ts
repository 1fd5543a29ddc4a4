/** One policy as a `.reg` file for a Windows host: the values that RD IP Virtualization and Citrix\VIP read. */

import type { Policy } from '~/domain/policy-model'
import { SETTING_IDS, type SettingId, type SettingValue } from '~/domain/settings'
import type { Exported, NotExpressible } from '~/formats/export/export-result'
import { CITRIX_KEYS, LOCAL_KEY, POLICY_KEY } from './reg-keys'
import { dword, REG_EOL as EOL, multi } from './reg-value-text'

/** Text with CRLF; `encodeReg` makes the bytes that regedit expects. `arch` decides where Citrix\VIP lies. */
export function writeReg(policy: Policy, arch: 'x64' | 'x86' = 'x64'): Exported {
  const missing: NotExpressible[] = []
  const keys = new Map<string, string[]>()
  for (const id of SETTING_IDS) {
    const value = writtenValue(policy, id)
    if (value === undefined) continue
    const line = lineOf(id, value, arch)
    if ('reason' in line) {
      missing.push({
        policy: policy.name,
        what: `setting ${id}`,
        reason: line.reason,
        consequence: 'left-out',
      })
    } else keys.set(line.key, [...(keys.get(line.key) ?? []), line.text])
  }
  const blocks = [...keys].map(([key, lines]) => [`[${key}]`, ...lines, ''].join(EOL))
  const head = ['Windows Registry Editor Version 5.00', '', `; ${policy.name}`, '', ''].join(EOL)
  return {
    text: head + blocks.map((block) => block + EOL).join(''),
    notExpressible: [...missing, ...unsaid(policy)],
  }
}

/** UTF-16, low byte first, with the mark: as regedit writes and reads. */
export function encodeReg(text: string): Uint8Array {
  const bytes = new Uint8Array(2 + text.length * 2)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, 0xfeff, true)
  for (let at = 0; at < text.length; at++) view.setUint16(2 + at * 2, text.charCodeAt(at), true)
  return bytes
}

// Without VirtualMode Windows takes "per program", which is not our default: the mode is always written.
function writtenValue({ settings }: Policy, id: SettingId): SettingValue | undefined {
  const isMissingMode = id === 'VirtualIpMode' && settings.VirtualIpEnabled !== undefined
  return settings[id] === undefined && isMissingMode ? 'per-session' : settings[id]
}

type Line = { key: string; text: string } | { reason: string }

function lineOf(id: SettingId, value: SettingValue, arch: 'x64' | 'x86'): Line {
  switch (id) {
    case 'PreferLoopback':
      return { key: CITRIX_KEYS[arch], text: dword('PreferLoopback', value === true ? 1 : 0) }
    case 'PreferLoopbackProcesses':
      return { key: CITRIX_KEYS[arch], text: multi('PreferLoopbackProcesses', value as string[]) }
    case 'VirtualIpEnabled':
      return { key: POLICY_KEY, text: dword('EnableVirtualIP', value === true ? 1 : 0) }
    case 'VirtualIpMode':
      return { key: POLICY_KEY, text: dword('VirtualMode', value === 'per-program' ? 1 : 0) }
    case 'VirtualIpPrograms':
      return { key: POLICY_KEY, text: multi('PerApp', value as string[]) }
    case 'VirtualIpFallback':
      return { key: POLICY_KEY, text: dword('PromptOnIPLeaseFail', value === 'none' ? 1 : 0) }
    case 'VirtualIpAdapter':
      return adapterLine(value as string | null)
    case 'VirtualIpSource':
      return value === 'dhcp' ? { key: LOCAL_KEY, text: '"IPPool"=-' } : { reason: POOL }
    case 'VirtualIpPool':
      return { reason: POOL }
    case 'VirtualLoopbackSupport':
    case 'VirtualLoopbackPrograms':
    case 'VirtualLoopbackPortExclusion':
      return { reason: 'a Citrix policy setting; where it lies in the registry is not documented' }
    case 'LoopbackMasking':
      return { reason: 'it exists on Linux hosts only' }
  }
}

const POOL = 'each host gets a slice of the pool of its own, which no file for all of them can hold'

function adapterLine(value: string | null): Line {
  if (value === null) return { key: POLICY_KEY, text: '"VIPAdapter"=-' }
  if (!value.includes('/'))
    return { reason: 'the registry names an adapter by its network (192.0.2.0/24) only' }
  return { key: POLICY_KEY, text: `"VIPAdapter"="${value}"` }
}

// A file of values applies where somebody imports it, to whatever was there before.
function unsaid({ name, enabled, filters }: Policy): NotExpressible[] {
  const reason = 'a .reg file applies on every machine where it is imported'
  return [
    ...(enabled
      ? []
      : [{ policy: name, what: 'that it is switched off', reason, consequence: 'left-out' as const }]),
    ...filters.map(({ type, value }) => ({
      policy: name,
      what: `filter ${type} ${value}`,
      reason,
      consequence: 'left-out' as const,
    })),
  ]
}
