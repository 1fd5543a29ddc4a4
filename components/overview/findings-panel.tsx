'use client'

import Link from 'next/link'
import type { Overview } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { VERDICT_TONES } from '~/components/discovery/verdict'
import { Panel } from '~/components/ui/panel'
import { StateShape } from '~/components/ui/state-mark'

/** What discovery found and nobody has decided yet, by verdict; each is a link to those findings. */
export function FindingsPanel({ rows }: { rows: Overview['findings'] }) {
  const { t, format } = useText()
  const total = rows.reduce((sum, { findings }) => sum + findings, 0)
  return (
    <Panel
      id="overview-findings"
      title={t.overview.findings.title}
      actions={
        total > 0 ? (
          <Link
            prefetch={false}
            href="/discovery"
            className="rounded-sm text-sm text-ink-2 tabular-nums hover:underline"
          >
            {t.overview.findings.open(total)}
          </Link>
        ) : null
      }
      flush
    >
      {rows.length === 0 ? (
        <p className="px-4 py-3 text-sm text-ink-2">{t.overview.findings.none}</p>
      ) : (
        <ul className="py-1.5">
          {rows.map(({ verdict, findings }) => (
            <li key={verdict}>
              <Link
                prefetch={false}
                href={`/discovery?verdict=${verdict}`}
                className="flex items-center gap-2 px-4 py-1.5 text-sm hover:bg-hover"
              >
                <StateShape tone={VERDICT_TONES[verdict]} />
                <span className="min-w-0 flex-1 truncate">{t.discovery.verdicts[verdict]}</span>
                <span className="font-medium tabular-nums">{format.number(findings)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
