'use client'

import type { AuditRow } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { actWord } from './act-word'

/** The last entries of the record about one thing, briefly. */
export function ChangeList({ rows, empty }: { rows: AuditRow[]; empty: string }) {
  const { t } = useText()
  if (rows.length === 0) return <p className="px-4 py-6 text-sm text-ink-3">{empty}</p>
  return (
    <ul className="divide-y text-sm">
      {rows.map((row) => (
        <li key={row.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-4 py-2">
          <span title={row.action}>{actWord(row.action, t)}</span>
          <span className="text-ink-2">{t.common.by(row.actor.name)}</span>
          {row.reason ? <span className="min-w-0 truncate text-ink-2">“{row.reason}”</span> : null}
          <span className="ml-auto text-ink-3">
            <Time at={row.at} />
          </span>
        </li>
      ))}
    </ul>
  )
}
