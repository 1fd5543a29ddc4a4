'use client'

import type { PoolView } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { useNow } from '~/components/data/use-now'
import { Picture } from '~/components/ui/picture'

type Point = PoolView['use'][number]

const HEIGHT = 100
const WIDTH = 1_000
const HOUR_MS = 3_600_000

/** Addresses held over time as an area, what rests above it, and the size of the pool as the top. */
export function UseChart({
  use,
  hours,
  size,
  warnPercent,
}: {
  use: Point[]
  hours: number
  size: number
  warnPercent: number
}) {
  const { t, format } = useText()
  const now = useNow()
  const end = Date.parse(use.at(-1)?.at ?? '')
  const begin = end - hours * HOUR_MS
  const top = Math.max(size, ...use.map(({ size: was }) => was), 1)
  const most = Math.max(...use.map(({ held }) => held), 0)
  const x = ({ at }: Point) => Math.max(0, ((Date.parse(at) - begin) / (end - begin)) * WIDTH)
  const y = (amount: number) => HEIGHT - (amount / top) * HEIGHT
  const label = (at: number) =>
    hours > 48 ? format.day(new Date(at).toISOString()) : format.hour(new Date(at).toISOString())
  return (
    <Picture
      caption={t.pools.chart(format.number(most), format.number(size))}
      table={{
        open: t.pictures.asTable,
        label: t.pools.overTime,
        columns: [t.pools.time, t.pools.held, t.pools.resting, t.pools.size],
        rows: use.toReversed().map((point) => ({
          key: point.at,
          cells: [
            now ? format.dateTime(point.at) : '',
            format.number(point.held),
            format.number(point.resting),
            format.number(point.size),
          ],
        })),
      }}
    >
      <div className="flex min-w-0 gap-2">
        <div
          aria-hidden
          className="flex w-8 flex-col justify-between text-right text-xs text-ink-3 tabular-nums [&>*]:leading-none"
        >
          <span>{format.number(top)}</span>
          <span>0</span>
        </div>
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="h-40 w-0 min-w-0 flex-1 border-b border-line-strong"
        >
          <line x2={WIDTH} y1={0} y2={0} vectorEffect="non-scaling-stroke" className="stroke-line" />
          <line
            x2={WIDTH}
            y1={y((size * warnPercent) / 100)}
            y2={y((size * warnPercent) / 100)}
            vectorEffect="non-scaling-stroke"
            strokeDasharray="4 4"
            className="stroke-attention"
          />
          <path d={area(use, x, (point) => y(point.held + point.resting))} className="fill-pending/25" />
          <path d={area(use, x, (point) => y(point.held))} className="fill-accent/45" />
          <path
            d={line(use, x, (point) => y(point.held))}
            vectorEffect="non-scaling-stroke"
            className="fill-transparent stroke-accent stroke-2"
          />
        </svg>
      </div>
      <div aria-hidden className="flex justify-between pl-10 text-xs text-ink-3 tabular-nums">
        <span>{now ? label(begin) : '\u00a0'}</span>
        <span>{now ? label((begin + end) / 2) : '\u00a0'}</span>
        <span>{t.pictures.strip.now}</span>
      </div>
    </Picture>
  )
}

type Place = (point: Point) => number

/** Held until the next is known: use moves in steps. */
function line(use: readonly Point[], x: Place, y: Place): string {
  return use.map((point, at) => (at === 0 ? `M${x(point)} ${y(point)}` : `H${x(point)}V${y(point)}`)).join('')
}

function area(use: readonly Point[], x: Place, y: Place): string {
  const [first] = use
  const last = use.at(-1)
  return first && last ? `${line(use, x, y)}V${HEIGHT}H${x(first)}Z` : ''
}
