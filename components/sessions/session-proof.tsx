'use client'

import type { SessionView } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { StateMark } from '~/components/ui/state-mark'

/** What a program of the agent's own found when it ran inside the session. */
export function SessionProof({ session: { proof } }: { session: Pick<SessionView, 'proof'> }) {
  const { t, format } = useText()
  if (!proof) return <StateMark tone="idle">{t.enforcement.notYet}</StateMark>
  return (
    <span className="grid">
      <span className="flex flex-wrap items-center gap-x-2">
        <StateMark tone={proof.ok ? 'fine' : 'broken'}>
          {proof.ok ? t.enforcement.proved : t.enforcement.disproved}
        </StateMark>
        <span className="text-xs text-ink-3">
          <Time at={proof.at} />
        </span>
      </span>
      {proof.wrong.length > 0 ? (
        <span className="text-xs text-ink-2">{t.enforcement.wrong(format.list(proof.wrong))}</span>
      ) : null}
    </span>
  )
}

/** What of the session the host's driver does not reach. */
export function Uncovered({ session: { uncovered } }: { session: Pick<SessionView, 'uncovered'> }) {
  const { t } = useText()
  return (
    <ul className="grid gap-1 text-ink-2">
      {uncovered.map((one) => (
        <li key={one}>{t.enforcement.uncoveredBy[one] ?? one}</li>
      ))}
    </ul>
  )
}
