'use client'

import Link from 'next/link'
import type { Overview } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Panel } from '~/components/ui/panel'
import { SessionChart } from './session-chart'

/** How many sessions are open now, and were in the last 24 hours. */
export function SessionsPanel({ sessions }: { sessions: Overview['sessions'] }) {
  const { t, format } = useText()
  const logons = sessions.hours.reduce((sum, hour) => sum + hour.logons, 0)
  return (
    <Panel id="overview-sessions" title={t.overview.sessions.title} hint={t.overview.sessions.hint}>
      <div className="grid gap-4">
        <div className="flex flex-wrap items-baseline gap-x-5 gap-y-1">
          <Link prefetch={false} href="/sessions" className="rounded-sm hover:underline">
            <span className="text-xl font-semibold tracking-tight tabular-nums">
              {format.number(sessions.now)}
            </span>{' '}
            <span className="text-sm text-ink-2">{t.overview.sessions.openNow(sessions.now)}</span>
          </Link>
          <Link
            prefetch={false}
            href="/sessions?state=all"
            className="rounded-sm text-sm text-ink-2 tabular-nums hover:underline"
          >
            {t.overview.sessions.logonsInDay(logons)}
          </Link>
        </div>
        <SessionChart hours={sessions.hours} />
      </div>
    </Panel>
  )
}
