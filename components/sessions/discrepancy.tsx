'use client'

import type { SessionRow } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { StateMark } from '~/components/ui/state-mark'
import type { Messages } from '~/locales/catalogue'

export function discrepancyText(reason: string, t: Messages): { title: string; help: string } {
  return t.codes.discrepancies[reason] ?? { title: reason, help: '' }
}

/** Whether what was seen is what was predicted: by shape, word and colour, with the reason in words. */
export function SessionCheck({
  session,
}: {
  session: Pick<SessionRow, 'discrepancy' | 'observed' | 'predicted'>
}) {
  const { t } = useText()
  if (session.discrepancy) {
    const { title } = discrepancyText(session.discrepancy.reason, t)
    return (
      <StateMark tone="attention" detail={session.discrepancy.program}>
        {title}
      </StateMark>
    )
  }
  if (session.observed.length === 0) return <StateMark tone="idle">{t.sessions.nothingSeen}</StateMark>
  return <StateMark tone="fine">{t.sessions.agrees}</StateMark>
}
