'use client'

import type { SessionRow } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { StateMark } from '~/components/ui/state-mark'
import type { Messages } from '~/locales/catalogue'

/** Between a phone and a desk the program goes below the word: the table has no room for both in a line. */
const NARROW = 'md:max-lg:flex-wrap md:max-lg:gap-y-0'

export function discrepancyText(reason: string, t: Messages): { title: string; help: string } {
  return t.codes.discrepancies[reason] ?? { title: reason, help: '' }
}

/** The check in words, without the program. */
export function checkText(
  { discrepancy, observed, failedBinds }: Pick<SessionRow, 'discrepancy' | 'observed' | 'failedBinds'>,
  t: Messages,
): string {
  if (discrepancy) return discrepancyText(discrepancy.reason, t).title
  const failed = failedBinds.length
  if (observed.length === 0) return failed > 0 ? t.sessions.nothingSeenBut(failed) : t.sessions.nothingSeen
  return failed > 0 ? t.sessions.agreesBut(failed) : t.sessions.agrees
}

/** A program's name has up to 255 characters, as whoever made its file chose. */
const named = (programs: string) => (
  <span className="block max-w-56 truncate" title={programs}>
    {programs}
  </span>
)

/** Whether what was seen is what was predicted: by shape, word and colour, with the reason in the fewest words. */
export function SessionCheck({
  session,
}: {
  session: Pick<SessionRow, 'discrepancy' | 'observed' | 'failedBinds'>
}) {
  const { t } = useText()
  if (session.discrepancy) {
    const { program, reason } = session.discrepancy
    const { title } = discrepancyText(reason, t)
    return (
      <StateMark tone="attention" detail={program && named(program)} className={NARROW}>
        {title}
      </StateMark>
    )
  }
  if (session.failedBinds.length > 0) {
    const programs = [...new Set(session.failedBinds.map(({ program }) => program))]
    return (
      <StateMark tone="attention" detail={named(programs.join(', '))} className={NARROW}>
        {t.sessions.bindsFailed(session.failedBinds.length)}
      </StateMark>
    )
  }
  const seen = session.observed.length > 0
  return <StateMark tone={seen ? 'fine' : 'idle'}>{checkText(session, t)}</StateMark>
}
