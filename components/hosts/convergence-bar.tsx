'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Convergence, HostSummary } from '~/components/data/api'
import { useMe } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { classNames } from '~/components/ui/class-names'
import { FILLS } from '~/components/ui/fills'
import { ShareBar } from '~/components/ui/share-bar'
import { StateShape } from '~/components/ui/state-mark'
import { CONVERGENCE_TONES, CONVERGENCES } from './convergence-tone'

// Each state has a texture of its own besides its colour.
const STATE_FILLS: Record<Convergence, string> = {
  converged: FILLS.fine,
  pending: FILLS.pending,
  partial: FILLS.upright,
  drifted: FILLS.leaning,
  failed: FILLS.broken,
  stale: FILLS.faint,
}

interface ConvergenceBarProps {
  summary: HostSummary
  /** The state that the list below is narrowed to. Without a list below, every number is a link to its rows. */
  choice?: Choice
  /** Of no farm: there are no rows behind it. */
  example?: boolean
}

interface Choice {
  chosen: string
  onChoose: (state: string) => void
}

/** How many hosts run what they were told, filling as they do; the ones behind by name. */
export function ConvergenceBar({ summary, choice, example = false }: ConvergenceBarProps) {
  const { t, format } = useText()
  const total = CONVERGENCES.reduce((sum, state) => sum + summary.byConvergence[state], 0)
  const done = summary.byConvergence.converged
  const mayRead = useMe().permissions.includes('policies.see') && summary.revision > 0
  const hosts = choice || example ? null : '/hosts?lifecycle=active'
  return (
    <section aria-label={t.hosts.bar.label} className="grid gap-3 rounded-lg border bg-surface px-4 py-3.5">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <p className="text-xl font-semibold tracking-tight tabular-nums">
          <Rows href={hosts}>{t.hosts.bar.of(format.number(done), t.common.hosts(total))}</Rows>
        </p>
        <p className="text-sm text-ink-2">
          <Rows href={mayRead && !example ? `/policies/history/${summary.revision}` : null}>
            {t.hosts.bar.atRevision(summary.revision)}
          </Rows>
          {total > 0 ? (
            <span className="text-ink-3 tabular-nums"> · {format.percent(done / total)}</span>
          ) : null}
        </p>
        <p className="ml-auto text-sm text-ink-3 tabular-nums max-sm:ml-0">
          <Rows href={example ? null : '/sessions'}>{t.common.sessions(summary.sessions)}</Rows>
        </p>
      </div>
      <ShareBar
        shares={CONVERGENCES.map((state) => ({
          key: state,
          amount: summary.byConvergence[state],
          fill: STATE_FILLS[state],
        }))}
      />
      <div className="flex flex-wrap items-center gap-x-1.5 gap-y-1.5">
        {CONVERGENCES.map((state) => (
          <LegendItem
            key={state}
            state={state}
            amount={summary.byConvergence[state]}
            choice={choice}
            href={example ? null : `/hosts?convergence=${state}`}
          />
        ))}
      </div>
      <Stragglers summary={summary} total={total} hosts={hosts} example={example} />
    </section>
  )
}

/** A number and the rows behind it; null where these stand below it already, or the reader may not see them. */
function Rows({
  href,
  look = 'rounded-sm',
  title,
  children,
}: {
  href: string | null
  look?: string
  title?: string
  children: ReactNode
}) {
  return href ? (
    <Link prefetch={false} href={href} title={title} className={classNames('hover:underline', look)}>
      {children}
    </Link>
  ) : (
    <span title={title} className={look}>
      {children}
    </span>
  )
}

interface LegendItemProps {
  state: Convergence
  amount: number
  choice?: Choice
  href: string | null
}

function LegendItem({ state, amount, choice, href }: LegendItemProps) {
  const { t, format } = useText()
  const chosen = choice?.chosen === state
  const look = classNames(
    'inline-flex h-7 items-center gap-1.5 rounded-md border border-transparent px-2 text-sm text-ink-2 hover:bg-hover',
    chosen && 'border-line-strong bg-hover text-ink',
    amount === 0 && 'text-ink-3',
  )
  const content = (
    <>
      <StateShape tone={amount === 0 ? 'idle' : CONVERGENCE_TONES[state]} />
      {t.hosts.bar.states(state, amount)}
      <span className="font-medium tabular-nums">{format.number(amount)}</span>
    </>
  )
  const help = t.codes.convergenceHelp[state]
  return choice ? (
    <button
      type="button"
      aria-pressed={chosen}
      aria-description={help}
      title={help}
      onClick={() => choice.onChoose(chosen ? '' : state)}
      className={look}
    >
      {content}
    </button>
  ) : (
    <Rows href={href} title={help} look={classNames('hover:no-underline', look)}>
      {content}
    </Rows>
  )
}

function Stragglers({
  summary,
  total,
  hosts,
  example,
}: Pick<ConvergenceBarProps, 'summary' | 'example'> & { total: number; hosts: string | null }) {
  const { t } = useText()
  const behind = total - summary.byConvergence.converged
  if (behind === 0)
    return <p className="text-sm text-ink-3">{total === 0 ? t.hosts.bar.none : t.hosts.bar.allDone}</p>
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t pt-2.5 text-sm">
      <span className="text-ink-3">{t.hosts.bar.behind}</span>
      {summary.stragglers.map(({ id, name, state }) => (
        <Rows
          key={id}
          href={example ? null : `/hosts/${id}`}
          look="inline-flex items-center gap-1.5 rounded-sm"
        >
          <StateShape tone={CONVERGENCE_TONES[state]} />
          {name}
          <span className="text-ink-3">{t.codes.convergences[state]}</span>
        </Rows>
      ))}
      {behind > summary.stragglers.length ? (
        <span className="text-ink-3">
          <Rows href={hosts}>{t.common.more(behind - summary.stragglers.length)}</Rows>
        </span>
      ) : null}
    </p>
  )
}
