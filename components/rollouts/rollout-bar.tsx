'use client'

import Link from 'next/link'
import type { RolloutView } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { ShareBar } from '~/components/ui/share-bar'
import { StateShape } from '~/components/ui/state-mark'
import type { Messages } from '~/locales/catalogue'
import type { Format } from '~/locales/format'
import { STANDING_FILLS, STANDING_TONES, STANDINGS } from './standing'

/** How far the revision has come, filling as its waves land; the hosts that are not done by name. */
export function RolloutBar({ rollout }: { rollout: RolloutView }) {
  const { t, format } = useText()
  const { standings, revision, state } = rollout
  const words = t.rollouts.bar
  const total = STANDINGS.reduce((sum, one) => sum + standings[one], 0)
  return (
    <section aria-label={words.label} className="grid gap-3 rounded-lg border bg-surface px-4 py-3.5">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <p className="text-xl font-semibold tracking-tight tabular-nums">
          {words.of(format.number(standings.done), t.common.hosts(total))}
        </p>
        <p className="text-sm text-ink-2">
          {state === 'rolled-back' ? words.wentBack(standings.done) : words.inForce(revision, standings.done)}
          {total > 0 ? (
            <span className="text-ink-3 tabular-nums"> · {format.percent(standings.done / total)}</span>
          ) : null}
        </p>
        {state === 'rolled-back' || state === 'superseded' ? null : (
          <p className="ml-auto text-sm text-ink-3 tabular-nums max-sm:ml-0" title={t.rollouts.oldListHint}>
            {t.rollouts.oldList(
              rollout.oldSessions,
              format.number(rollout.oldSessions),
              t.common.sessions(rollout.sessions),
            )}
          </p>
        )}
      </div>
      <ShareBar
        shares={STANDINGS.map((one) => ({ key: one, amount: standings[one], fill: STANDING_FILLS[one] }))}
      />
      <ul className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
        {STANDINGS.map((one) => (
          <li
            key={one}
            title={t.rollouts.standingHelp[one]}
            className="inline-flex items-center gap-1.5 text-sm text-ink-2"
          >
            <StateShape tone={standings[one] === 0 ? 'idle' : STANDING_TONES[one]} />
            {t.rollouts.standings[one]}
            <span className="font-medium tabular-nums">{format.number(standings[one])}</span>
          </li>
        ))}
      </ul>
      <Stragglers rollout={rollout} />
    </section>
  )
}

/** What hosts run that no wave has reached: not always the revision before, which need not have changed them. */
function keepText({ later, kept }: { later: number; kept: number[] }, t: Messages, format: Format): string {
  const { keep, keepOf } = t.rollouts.bar
  const revisions = kept.filter((one) => one > 0).map((one) => t.policies.revisions.one(one))
  return keep(later, revisions.length > 0 ? keepOf(format.list(revisions)) : '')
}

function Stragglers({ rollout: { stragglers, reached, standings, kept } }: { rollout: RolloutView }) {
  const { t, format } = useText()
  const words = t.rollouts.bar
  const rest = kept.length > 0 ? keepText({ later: standings.later, kept }, t, format) : null
  if (stragglers.length === 0) {
    return (
      <p className="text-sm text-ink-3">
        {reached === 0 ? words.noneReached : words.none} {rest}
      </p>
    )
  }
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t pt-2.5 text-sm">
      <span className="text-ink-3">{words.stragglers}</span>
      {stragglers.map(({ id, name, standing }) => (
        <Link
          prefetch={false}
          key={id}
          href={`/hosts/${id}`}
          className="inline-flex items-center gap-1.5 rounded-sm hover:underline"
        >
          <StateShape tone={STANDING_TONES[standing]} />
          {name}
          <span className="sr-only">({t.rollouts.standings[standing]})</span>
        </Link>
      ))}
      {rest ? <span className="text-ink-3">{rest}</span> : null}
    </p>
  )
}
