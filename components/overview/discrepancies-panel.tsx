'use client'

import Link from 'next/link'
import type { Overview } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { discrepancyText } from '~/components/sessions/discrepancy'
import { Panel } from '~/components/ui/panel'
import { StateShape } from '~/components/ui/state-mark'

/** Open sessions that do not show what was predicted, by reason; each is a link to those sessions. */
export function DiscrepanciesPanel({ rows }: { rows: Overview['sessions']['discrepancies'] }) {
  const { t, format } = useText()
  const total = rows.reduce((sum, { sessions }) => sum + sessions, 0)
  return (
    <Panel
      id="overview-discrepancies"
      title={t.overview.discrepancies.title}
      actions={
        total > 0 ? (
          <Link
            prefetch={false}
            href="/sessions?discrepancy=1"
            className="rounded-sm text-sm text-ink-2 tabular-nums hover:underline"
          >
            {t.common.sessions(total)}
          </Link>
        ) : null
      }
      flush
    >
      {rows.length === 0 ? (
        // A sentence wraps; a mark would not.
        <p className="flex items-start gap-2 px-4 py-3 text-sm text-ink-2">
          <StateShape tone="fine" className="mt-1" />
          <span>{t.overview.discrepancies.none}</span>
        </p>
      ) : (
        <ul className="py-1.5">
          {rows.map(({ reason, sessions }) => (
            <li key={reason}>
              <Link
                prefetch={false}
                href={`/sessions?discrepancy=1&reason=${encodeURIComponent(reason)}`}
                title={discrepancyText(reason, t).help}
                className="flex items-center gap-2 px-4 py-1.5 text-sm hover:bg-hover"
              >
                <StateShape tone="attention" />
                <span className="min-w-0 flex-1 truncate">{discrepancyText(reason, t).title}</span>
                <span className="font-medium tabular-nums">{format.number(sessions)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
