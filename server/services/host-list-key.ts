import type { HostListKey } from '../repositories/host-list'

/** Hosts are listed by their names without case, then by id. */
export const listKey = ({ name, id }: { name: string; id: string }): HostListKey => ({
  name: name.toLowerCase(),
  id,
})

export function compareKeys(one: HostListKey, other: HostListKey): number {
  if (one.name !== other.name) return one.name < other.name ? -1 : 1
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0
}
