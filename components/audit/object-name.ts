import type { AuditRow } from '~/components/data/api'
import type { Messages } from '~/locales/catalogue'

/** What an entry is about, by its name today; revisions by their number in the reader's language. */
export function objectName({ kind, id, name }: AuditRow['object'], t: Messages): string | null {
  // A rollout is called by the revision that it brings.
  const of = kind === 'revision' ? id : kind === 'rollout' ? name?.replace(/^Revision /, '') : null
  const number = Number(of ?? Number.NaN)
  return Number.isInteger(number) && number > 0 ? t.common.revision(number) : (name ?? id)
}

/** Its kind in the reader's language; null where the name says it already. */
export function objectKind({ kind, id }: AuditRow['object'], t: Messages): string | null {
  const named = kind === 'revision' && Number(id) > 0
  return named ? null : (t.audit.objects[kind] ?? kind)
}
