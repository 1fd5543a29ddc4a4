'use client'

import Link from 'next/link'
import type { HostSummary } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { LIFECYCLE_TONES, LIFECYCLES } from '~/components/hosts/convergence-tone'
import { Panel } from '~/components/ui/panel'
import { StateShape } from '~/components/ui/state-mark'

/** The hosts by where they stand in their life; each is a link to those hosts. */
export function LifecyclePanel({ summary }: { summary: HostSummary }) {
  const { t, format } = useText()
  return (
    <Panel
      id="overview-hosts"
      title={t.overview.lifecycle}
      actions={
        <Link
          prefetch={false}
          href="/hosts"
          className="rounded-sm text-sm text-ink-2 tabular-nums hover:underline"
        >
          {t.common.hosts(summary.total)}
        </Link>
      }
      flush
    >
      <ul className="py-1.5">
        {LIFECYCLES.map((state) => (
          <li key={state}>
            <Link
              prefetch={false}
              href={`/hosts?lifecycle=${state}`}
              className="flex items-center gap-2 px-4 py-1.5 text-sm hover:bg-hover"
            >
              <StateShape tone={summary.byLifecycle[state] === 0 ? 'idle' : LIFECYCLE_TONES[state]} />
              <span className="min-w-0 flex-1 truncate">{t.codes.lifecycles[state]}</span>
              <span className="font-medium tabular-nums">{format.number(summary.byLifecycle[state])}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
