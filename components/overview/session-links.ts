/** Addresses of the list of sessions that show exactly what a number of the overview counts. */

import type { SessionHour } from '~/components/data/api'

/** Sessions that began in these hours, which follow each other. The hour under way has no end. */
export function logonsHref(hours: readonly SessionHour[]): string {
  const [first, last] = [hours[0], hours.at(-1)]
  return `/sessions?${new URLSearchParams({
    state: 'all',
    ...(first && { from: first.at }),
    ...(last?.end && { to: last.end }),
  })}`
}

export const openHref = ({ openAt }: SessionHour): string =>
  openAt ? `/sessions?${new URLSearchParams({ state: 'all', at: openAt })}` : '/sessions'
