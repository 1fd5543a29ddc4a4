'use client'

import type { FindingView } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { inert } from '~/domain/inert-text'

type Evidence = FindingView['content']['evidence'][number]

/** The rows that a verdict rests on, each with where it was read. */
export function EvidenceRows({ rows }: { rows: Evidence[] }) {
  const { t } = useText()
  if (rows.length === 0) return null
  return (
    <section aria-labelledby="evidence-title">
      <h3 id="evidence-title" className="text-sm font-semibold">
        {t.discovery.one.evidence}
      </h3>
      <p className="mb-1.5 text-sm text-ink-3">{t.discovery.one.evidenceHint}</p>
      <ul className="divide-y rounded-md border text-sm">
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of evidence have no identity of their own
          <EvidenceLine key={index} row={row} />
        ))}
      </ul>
    </section>
  )
}

function EvidenceLine({ row }: { row: Evidence }) {
  const { t } = useText()
  const end = row.listening ? row.local : row.remote
  const failed = row.state === 'FAILED'
  const doing = failed
    ? t.discovery.one.failed
    : row.listening
      ? t.discovery.one.listens
      : t.discovery.one.connects
  return (
    <li className="grid gap-0.5 px-3 py-1.5">
      <span className="font-mono text-xs break-all tabular-nums">
        <span className={failed ? 'font-sans font-medium text-broken' : 'font-sans text-ink-3'}>
          {doing}{' '}
        </span>
        {end.address}
        {end.port === undefined ? '' : `:${end.port}`}{' '}
        <span className="uppercase text-ink-3">{row.protocol}</span>
      </span>
      <span className="flex flex-wrap gap-x-3 text-xs text-ink-3">
        <span className="break-all">
          {row.file === undefined
            ? t.discovery.one.agentRow(row.host ?? '')
            : t.discovery.one.line(inert(row.file), String(row.line))}
        </span>
        {row.pid === undefined ? null : <span className="tabular-nums">PID {row.pid}</span>}
        {row.session === undefined ? null : (
          <span className="tabular-nums">
            {t.discovery.one.session} {row.session}
          </span>
        )}
        {row.user ? <span>{inert(row.user)}</span> : null}
      </span>
    </li>
  )
}
