'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import type { RolloutView } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { Facts } from '~/components/ui/facts'
import { Panel } from '~/components/ui/panel'

/** What it was published with, and what it waits for. */
export function RolloutFacts({ rollout }: { rollout: RolloutView }) {
  const { t, format } = useText()
  const words = t.rollouts
  const { plan, waitsFor, waitsUntil, eta } = rollout
  const rows: [string, ReactNode][] = [
    [
      words.waits,
      waitsFor ? (
        <>
          {words.waitsFor[waitsFor]}
          {waitsUntil ? (
            <>
              {' '}
              (<Time at={waitsUntil} ahead />)
            </>
          ) : null}
        </>
      ) : (
        '–'
      ),
    ],
    [words.eta, eta ? <Time key="eta" at={eta} ahead /> : '–'],
    [words.started, <Time key="started" at={rollout.startedAt} />],
    [words.by, rollout.by],
    [words.reason, rollout.reason],
    [words.onTop, rollout.baseRevision === 0 ? '–' : <Revision key="base" number={rollout.baseRevision} />],
    [words.applies, words.apply[plan.apply]],
    [words.failing, words.onFailure[plan.onFailure]],
    [words.delivery.soak, format.number(plan.soakSeconds / 60)],
    [words.delivery.patience, format.number(plan.patienceMinutes)],
    ...(plan.window
      ? ([[words.delivery.hours, `${plan.window.from}–${plan.window.to} ${plan.window.timeZone}`]] as [
          string,
          ReactNode,
        ][])
      : []),
  ]
  return (
    <Panel id="facts" title={words.revision}>
      <Facts rows={rows} />
      <h3 className="mt-4 text-sm font-semibold">{words.gate}</h3>
      <p className="mb-2 text-sm text-ink-3">{words.gateHint}</p>
      <Facts
        rows={(['failedHosts', 'silentPercent', 'bindFailures', 'discrepancies'] as const).map((key) => [
          words.gateText[key],
          format.number(plan.gate[key]),
        ])}
      />
    </Panel>
  )
}

export function Revision({ number }: { number: number }) {
  const { t } = useText()
  return (
    <Link prefetch={false} href={`/policies/history/${number}`} className="rounded-sm hover:underline">
      {t.policies.revisions.one(number)}
    </Link>
  )
}
