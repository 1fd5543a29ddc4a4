/** Citrix keeps a policy in two halves, computer and user. Ours has one: the computer half, where these settings live. */

import type { ImportLists } from '~/formats/import/import-lists'
import type { RawPolicy } from '~/formats/import/raw-policy'
import type { HalfPolicy } from './citrix-words'

/**
 * Computer halves as they are. User halves hold no setting of virtual loopback in any release that is documented: what
 * stands there is listed, and where it is a setting of ours after all, it joins its computer half or stands alone.
 */
export function joinHalves(
  halves: HalfPolicy[],
  isOurs: (id: string) => boolean,
  lists: ImportLists,
): RawPolicy[] {
  const computers = halves.filter(({ half }) => half === 'Computer')
  const joined: RawPolicy[] = computers.map((policy) => ({ ...policy, settings: [...policy.settings] }))
  for (const user of halves.filter(({ half }) => half === 'User')) {
    const partner = joined.find((policy) => policy.name.toLowerCase() === user.name.toLowerCase())
    if (!partner) {
      joined.push(user)
      continue
    }
    partner.settings = partner.settings.concat(user.settings)
    if (user.settings.some(({ id }) => isOurs(id))) {
      const message = 'Its user half holds settings of this product; they were joined to the computer half.'
      lists.note('user-part', message, user.place, user.name)
    }
    noteOtherFilters(partner, user, lists)
  }
  return joined
}

function noteOtherFilters(computer: RawPolicy, user: HalfPolicy, lists: ImportLists) {
  const key = (filter: HalfPolicy['filters'][number]) =>
    JSON.stringify([filter.type.toLowerCase(), filter.mode.toLowerCase(), filter.enabled, filter.value])
  const known = new Set(computer.filters.map(key))
  for (const filter of user.filters.filter((found) => !known.has(key(found)))) {
    const reason = 'a filter of the user half alone: it does not narrow computer settings'
    lists.leave('filter', filter.type, reason, filter.place, { policy: user.name, value: filter.value })
  }
}
