import type { Inputs } from '~/components/data/api'
import { MAX_SESSION_ID } from '~/domain/address'
import { DESKTOP_KINDS } from '~/domain/filter-choices'
import type { DesktopKind } from '~/domain/host-facts'

export const WHAT_IF_WORDS = [
  'host',
  'name',
  'os',
  'version',
  'group',
  'tags',
  'ou',
  'user',
  'groups',
  'kind',
  'ip',
  'client',
  'platform',
  'access',
  'policies',
  'session',
] as const
export type WhatIfWords = Partial<Record<(typeof WHAT_IF_WORDS)[number], string>>

const listOf = (text = '') =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)

/** The question in the address bar, about the host with this id or else the described one; null while there is none. */
export function whatIfInput(words: WhatIfWords, hostId: string | null): Inputs['policies']['whatIf'] | null {
  const { name, session } = words
  const user = describedUser(words)
  if (!hostId && !name) return null
  const number = session && /^\d{1,8}$/.test(session) ? Number(session) : null
  return {
    policies: words.policies === 'draft' ? 'draft' : 'published',
    host: hostId ? { id: hostId } : described(words, name ?? ''),
    ...(user && { user }),
    sessions: number !== null && number <= MAX_SESSION_ID ? [number] : [],
  }
}

/** Null when nothing is said of a user or the device they sit at. */
function describedUser({ user, groups, ip, client, platform, access }: WhatIfWords) {
  const said = {
    ...(user && { user }),
    ...(groups && { groups: listOf(groups) }),
    ...(ip && { clientIp: ip }),
    ...(client && { clientName: client }),
    ...(platform && { clientPlatform: platform }),
    ...(access && { accessControl: access }),
  }
  return Object.keys(said).length > 0 ? said : null
}

function described({ os, version, group, kind, tags, ou }: WhatIfWords, name: string) {
  const family = os === 'linux' ? ('linux' as const) : ('windows' as const)
  return {
    name,
    os: { family, version: version || (family === 'linux' ? 'Linux' : 'Windows Server 2022') },
    ...(group && { deliveryGroup: group }),
    ...(DESKTOP_KINDS.some((known) => known === kind) && { deliveryGroupKind: kind as DesktopKind }),
    tags: listOf(tags),
    ...(ou && { ou }),
  }
}

/** The answer as the API gives it. */
export function jsonHref(input: Inputs['policies']['whatIf']): string {
  return `/api/trpc/policies.whatIf?input=${encodeURIComponent(JSON.stringify(input))}`
}
