'use client'

import Link from 'next/link'
import { useState } from 'react'
import type { Overview } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Panel } from '~/components/ui/panel'
import { Segmented } from '~/components/ui/segmented'
import { SessionChart } from './session-chart'
import { logonsHref } from './session-links'

const SPANS = ['day', 'week'] as const

/** How many sessions are open now, and were in the last 24 hours or seven days. */
export function SessionsPanel({ sessions }: { sessions: Overview['sessions'] }) {
  const { t, format } = useText()
  const [span, setSpan] = useState<(typeof SPANS)[number]>('day')
  const hours = span === 'day' ? sessions.hours : sessions.week
  const logons = hours.reduce((sum, hour) => sum + hour.logons, 0)
  return (
    <Panel
      id="overview-sessions"
      title={t.overview.sessions.title}
      hint={t.overview.sessions.hints[span]}
      actions={
        <Segmented
          label={t.overview.sessions.span}
          value={span}
          options={SPANS.map((value) => ({ value, label: t.overview.sessions.spans[value] }))}
          onChange={setSpan}
        />
      }
    >
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
            href={logonsHref(hours)}
            className="rounded-sm text-sm text-ink-2 tabular-nums hover:underline"
          >
            {t.overview.sessions.logonsIn[span](logons)}
          </Link>
        </div>
        <SessionChart hours={hours} byDay={span === 'week'} />
      </div>
    </Panel>
  )
}
