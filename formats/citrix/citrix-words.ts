/** Words that Citrix's exports share: states of settings, booleans, the two halves of a policy, filter data. */

import type { RawPolicy, RawSetting } from '~/formats/import/raw-policy'

/** `True`, `1` and `true` are true; everything else is false. */
export function isTrue(text: unknown): boolean {
  return text === true || text === 1 || /^(?:1|true)$/i.test(String(text ?? '').trim())
}

/** What a provider's `State` says; null for `NotConfigured`, and `undefined` for a word that nobody documented. */
export function stateOf(word: string): RawSetting['state'] | null | undefined {
  switch (word.toLowerCase()) {
    case 'enabled':
    case 'allowed':
      return 'on'
    case 'disabled':
    case 'prohibited':
      return 'off'
    case 'usedefault':
      return 'default'
    case 'notconfigured':
      return null
    default:
      return undefined
  }
}

/** The policy that every site has: it has no filters and cannot be deleted. */
export const UNFILTERED = 'Unfiltered'

/** An access control in the words of the PowerShell provider, as Citrix's JSON. */
export function accessControlJson(connection: string, condition: string, gateway: string): string {
  return JSON.stringify({ Connection: connection, Condition: condition || '*', Gateway: gateway || '*' })
}

/** Delivery groups and tags come as `{"server": ..., "uuid": ...}`: the id counts. */
export function filterDataValue(type: string, data: string): string {
  if (!/^Desktop(?:Group|Tag)$/i.test(type) || !data.trim().startsWith('{')) return data
  try {
    const parsed: unknown = JSON.parse(data)
    if (typeof parsed !== 'object' || parsed === null) return data
    const { uuid } = parsed as Record<string, unknown>
    return typeof uuid === 'string' ? uuid : data
  } catch {
    return data
  }
}

/** One half of a policy: the PowerShell provider keeps computer and user settings apart, under one name. */
export interface HalfPolicy extends RawPolicy {
  half: 'Computer' | 'User'
}
