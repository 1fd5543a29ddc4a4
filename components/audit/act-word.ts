import { isAuditAction } from '~/domain/audit-action'
import type { Messages } from '~/locales/catalogue'

/** What was done, in the reader's language; the code of an act that only another version of the server writes. */
export const actWord = (code: string, t: Messages): string =>
  isAuditAction(code) ? t.audit.actions[code] : code
