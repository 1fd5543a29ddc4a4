import { linuxLoopbackWarning, MAX_LINUX_SESSION_ID } from '~/domain/address'

/**
 * The ids that a session may get, best first: the manager's own number of it, then the lowest free ones, as Windows
 * gives them. Ids whose address has a known tenant are left out.
 */
export function* idsFor(name: string, taken: ReadonlySet<number>): Generator<number> {
  const isFree = (id: number) => !taken.has(id) && linuxLoopbackWarning(id) === null
  const own = /^[1-9]\d{0,7}$/.test(name) ? Number(name) : 0
  if (own >= 1 && own <= MAX_LINUX_SESSION_ID && isFree(own)) yield own
  for (let id = 1; id <= MAX_LINUX_SESSION_ID; id++) if (id !== own && isFree(id)) yield id
}
