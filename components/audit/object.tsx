import { isUuid } from '~/domain/uuid'

/** What has no name but its id, such as an export: its beginning tells it from its neighbours, the rest is on hover. */
export function ObjectName({ name }: { name: string | null }) {
  return name && isUuid(name) ? <span title={name}>{name.slice(0, 8)}…</span> : name
}
