import type { AuditRow } from '~/components/data/api'
import type { Messages } from '~/locales/catalogue'

/** What an entry is about, by its name today; revisions by their number in the reader's language. */
export function objectName({ kind, id, name }: AuditRow['object'], t: Messages): string | null {
  const number = kind === 'revision' ? Number(id) : Number.NaN
  return Number.isInteger(number) && number > 0 ? t.common.revision(number) : (name ?? id)
}
