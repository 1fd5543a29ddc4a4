'use client'

import Link from 'next/link'
import type { FindingView } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { Callout } from '~/components/ui/callout'
import { StateMark, type Tone } from '~/components/ui/state-mark'

const TONES: Record<FindingView['state'], Tone> = {
  open: 'attention',
  accepted: 'pending',
  dismissed: 'idle',
  snoozed: 'idle',
  closed: 'fine',
}
const NAMED = 6

/** What was decided, and what the agents say of it. */
export function FindingStanding({ finding }: { finding: FindingView }) {
  const { t } = useText()
  return (
    <section
      aria-label={t.discovery.one.standing}
      className="grid gap-1.5 rounded-md border bg-sunken px-3 py-2.5"
    >
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <StateMark tone={TONES[finding.state]}>{t.discovery.states[finding.state]}</StateMark>
        <span className="text-ink-3">
          <Time at={finding.stateAt} />
        </span>
        {finding.stateBy && finding.state !== 'closed' ? (
          <span className="text-ink-3">{t.discovery.one.decided(finding.stateBy)}</span>
        ) : null}
      </p>
      {finding.stateReason ? <p className="text-sm break-words text-ink-2">“{finding.stateReason}”</p> : null}
      {finding.snoozedUntil ? (
        <p className="text-sm text-ink-2">
          {t.discovery.one.snoozedUntil} <Time at={finding.snoozedUntil} exact ahead />
        </p>
      ) : null}
      <OnFarm finding={finding} />
      {finding.policy && finding.state === 'accepted' ? (
        <Callout
          className="mt-1"
          actions={
            <Link
              prefetch={false}
              href="/policies/publish"
              className="rounded-sm text-sm font-medium text-accent hover:underline"
            >
              {t.discovery.one.publish}
            </Link>
          }
        >
          {t.discovery.one.inPolicy}{' '}
          <Link
            prefetch={false}
            href={`/policies/${finding.policy.id}`}
            className="text-accent hover:underline"
          >
            {finding.policy.name}
          </Link>
        </Callout>
      ) : null}
    </section>
  )
}

function OnFarm({ finding }: { finding: FindingView }) {
  const { t, format } = useText()
  const { standing, state, verdict } = finding
  if (verdict === 'over-listed' && state !== 'closed') return null
  if (standing.confirmed && state === 'closed') {
    return (
      <p className="text-sm text-ink-2">{t.discovery.one.confirmed[standing.confirmed](standing.covered)}</p>
    )
  }
  if (standing.hosts === 0) return <p className="text-sm text-ink-2">{t.discovery.one.unseen}</p>
  return (
    <div className="grid gap-0.5 text-sm text-ink-2">
      <p>{t.discovery.one.progress(format.number(standing.covered), format.number(standing.hosts))}</p>
      {standing.uncovered.length > 0 ? <p>{t.discovery.one.uncovered(named(standing.uncovered))}</p> : null}
      {standing.clashing.length > 0 ? <p>{t.discovery.one.clashing(named(standing.clashing))}</p> : null}
    </div>
  )

  function named(names: string[]): string {
    const shown = names.slice(0, NAMED)
    return names.length > NAMED
      ? `${shown.join(', ')} … (${format.number(names.length)})`
      : format.list(shown)
  }
}
