'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { HeldRow, Outputs } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { useNow } from '~/components/data/use-now'
import { usePictureWords } from '~/components/data/use-picture-words'
import type { Span } from '~/components/ui/time-scale'
import { type StripBar, type StripMark, TimeStrip } from '~/components/ui/time-strip'

type Revision = Outputs['addresses']['timeline']['revisions'][number]

interface HeldStripProps {
  label: string
  rows: HeldRow[]
  revisions: Revision[]
  /** The moment that was asked for. */
  asked?: number
  /** One lane for each host that held the address, or for each address that was held. */
  lanes: 'host' | 'address'
  whole: Span
}

/** Intervals as bars, with reboots and what hosts put in force as ticks. A bar leads to its session. */
export function HeldStrip({ label, rows, revisions, asked, lanes, whole }: HeldStripProps) {
  const { t, format } = useText()
  const now = useNow()
  const router = useRouter()
  const words = usePictureWords()
  const [span, setSpan] = useState<Span>(whole)
  if (!now) return null
  const names = [...new Set(rows.map((row) => row[lanes]))].sort()
  const bar = (row: HeldRow): StripBar => ({
    key: row.id,
    from: Date.parse(row.from),
    to: row.to ? Date.parse(row.to) : null,
    text: `${t.pools.past.bar(row.user, row.host, format.number(row.number))} · ${t.pools.past.kinds[row.kind]}`,
    look: row.kind === 'granted' ? 'granted' : 'held',
  })
  const marks: StripMark[] = [
    ...(asked === undefined
      ? []
      : [{ key: 'asked', at: asked, kind: 'asked' as const, text: t.pools.past.asked }]),
    ...revisions.map(({ host, number, at, reason }) => ({
      key: `revision ${host} ${at}`,
      at: Date.parse(at),
      kind: 'revision' as const,
      text: t.pools.past.revisionMark(host, format.number(number), reason),
    })),
    ...reboots(rows).map(({ host, at }) => ({
      key: `reboot ${host} ${at}`,
      at,
      kind: 'reboot' as const,
      text: t.pools.past.reboot(host),
    })),
  ]
  return (
    <TimeStrip
      label={label}
      words={words.strip}
      format={words.stripFormat}
      lanes={names.map((name) => ({
        key: name,
        label: name,
        bars: rows.filter((row) => row[lanes] === name).map(bar),
      }))}
      marks={marks}
      span={span}
      whole={whole}
      now={now}
      onSpan={setSpan}
      onChoose={({ key }) => {
        const row = rows.find(({ id }) => id === key)
        if (row) router.push(`/sessions?state=all&session=${row.sessionId}`)
      }}
    />
  )
}

/** The first moment that each later boot of a host is seen at. */
function reboots(rows: readonly HeldRow[]): { host: string; at: number }[] {
  const first = new Map<string, { host: string; at: number }>()
  for (const { host, hostId, boot, logonAt } of rows) {
    const key = `${hostId} ${boot}`
    const at = Date.parse(logonAt)
    if (at < (first.get(key)?.at ?? Number.POSITIVE_INFINITY)) first.set(key, { host, at })
  }
  const hosts = new Set([...first.values()].map(({ host }) => host))
  const byHost = [...hosts].map((name) => [...first.values()].filter(({ host }) => host === name))
  return byHost.flatMap((boots) => boots.sort((one, other) => one.at - other.at).slice(1))
}
