'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import type { SessionHour } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { useNow } from '~/components/data/use-now'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import type { Format } from '~/locales/format'
import { logonsHref, openHref } from './session-links'

const STEP = 10
const GAP = 2
const HEIGHT = 100
/** A bar with anything to show is never thinner than this, of 100. */
const LEAST = 2

/** Open sessions by the hour as bars, with the same numbers as a table behind. */
export function SessionChart({ hours, byDay }: { hours: SessionHour[]; byDay: boolean }) {
  const { t, format } = useText()
  const most = Math.max(...hours.map(({ open }) => open), 1)
  return (
    <figure className="grid gap-1.5">
      <div className="flex gap-2">
        <Scale most={most} />
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${hours.length * STEP} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-32 min-w-0 flex-1 border-b border-line-strong"
        >
          {[0, HEIGHT / 2].map((y) => (
            <line
              key={y}
              x2={hours.length * STEP}
              y1={y}
              y2={y}
              vectorEffect="non-scaling-stroke"
              className="stroke-line"
            />
          ))}
          {hours.map((hour, index) => (
            <Bar
              key={hour.at}
              hour={hour}
              x={index * STEP}
              most={most}
              last={index === hours.length - 1}
              byDay={byDay}
            />
          ))}
        </svg>
      </div>
      <Hours hours={hours} byDay={byDay} className="pl-10" />
      <figcaption className="sr-only">
        {t.overview.sessions.charts[byDay ? 'week' : 'day'](format.number(most))}
      </figcaption>
      <details className="text-sm">
        <summary className="w-fit rounded-sm text-ink-3 hover:text-ink">
          {t.overview.sessions.asTable}
        </summary>
        <HourTable hours={hours} byDay={byDay} />
      </details>
    </figure>
  )
}

/** The hour alone, or with its day. */
const hourText = (format: Format, at: string, byDay: boolean) =>
  byDay ? `${format.day(at)} ${format.hour(at)}` : format.hour(at)

function Scale({ most }: { most: number }) {
  const { format } = useText()
  return (
    <div
      aria-hidden
      className="flex w-8 flex-col justify-between text-right text-xs text-ink-3 tabular-nums [&>*]:leading-none"
    >
      <span>{format.number(most)}</span>
      <span>0</span>
    </div>
  )
}

interface BarProps {
  hour: SessionHour
  x: number
  most: number
  last: boolean
  byDay: boolean
}

function Bar({ hour, x, most, last, byDay }: BarProps) {
  const { t, format } = useText()
  const now = useNow()
  const height = hour.open === 0 ? 0 : Math.max(LEAST, (hour.open / most) * HEIGHT)
  return (
    <g className="group">
      <rect x={x} width={STEP} height={HEIGHT} className="fill-transparent group-hover:fill-hover">
        <title>
          {now
            ? `${hourText(format, hour.at, byDay)} · ${t.common.sessions(hour.open)}`
            : t.common.sessions(hour.open)}
        </title>
      </rect>
      <rect
        x={x + GAP / 2}
        y={HEIGHT - height}
        width={STEP - GAP}
        height={height}
        className={last ? 'pointer-events-none fill-accent' : 'pointer-events-none fill-accent/55'}
      />
    </g>
  )
}

/** The first hour, the middle one and now. The reader's zone is known only in the browser. */
function Hours({ hours, byDay, className }: { hours: SessionHour[]; byDay: boolean; className: string }) {
  const { t, format } = useText()
  const now = useNow()
  const hour = (index: number) => (now && hours[index] ? hourText(format, hours[index].at, byDay) : '\u00a0')
  return (
    <div aria-hidden className={className}>
      <div className="flex justify-between text-xs text-ink-3 tabular-nums">
        <span>{hour(0)}</span>
        <span>{hour(Math.floor(hours.length / 2))}</span>
        <span>{t.overview.sessions.nowMark}</span>
      </div>
    </div>
  )
}

function HourTable({ hours, byDay }: { hours: SessionHour[]; byDay: boolean }) {
  const { t, format } = useText()
  const now = useNow()
  return (
    <div className="mt-2 rounded-md border">
      <Table label={t.overview.sessions.table}>
        <TableHead>
          <tr>
            <Th>{t.overview.sessions.hour}</Th>
            <Th className="text-right">{t.overview.sessions.open}</Th>
            <Th className="text-right">{t.overview.sessions.logons}</Th>
          </tr>
        </TableHead>
        <TableBody>
          {hours.toReversed().map((hour) => (
            <Row key={hour.at} className="max-md:grid-cols-3">
              <Td className="py-1 whitespace-nowrap text-ink-2 tabular-nums" label={t.overview.sessions.hour}>
                {now ? <time dateTime={hour.at}>{hourText(format, hour.at, byDay)}</time> : null}
              </Td>
              <Td className="py-1 text-right tabular-nums max-md:text-left" label={t.overview.sessions.open}>
                <Rows href={openHref(hour)}>{format.number(hour.open)}</Rows>
              </Td>
              <Td
                className="py-1 text-right tabular-nums max-md:text-left"
                label={t.overview.sessions.logons}
              >
                <Rows href={logonsHref([hour])}>{format.number(hour.logons)}</Rows>
              </Td>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  )
}

function Rows({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link prefetch={false} href={href} className="rounded-sm hover:underline">
      {children}
    </Link>
  )
}
