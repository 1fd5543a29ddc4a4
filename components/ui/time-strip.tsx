'use client'

import { ChevronLeft, ChevronRight, Maximize2, ZoomIn, ZoomOut } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { classNames } from './class-names'
import { FILLS } from './fills'
import { IconButton } from './icon-button'
import { Picture } from './picture'
import { barPlace, movedSpan, placeOf, type Span, ticksOf } from './time-scale'

export interface StripBar {
  key: string
  from: number
  /** Null while it goes on. */
  to: number | null
  /** Said and shown of the bar, such as who held the address. */
  text: string
  look?: 'held' | 'granted' | 'conflict'
}

export interface StripLane {
  key: string
  label: ReactNode
  bars: StripBar[]
}

/** Something that happened to all lanes at once. */
export interface StripMark {
  key: string
  at: number
  kind: 'reboot' | 'revision' | 'asked'
  text: string
}

export interface TimeStripWords {
  zoomIn: string
  zoomOut: string
  earlier: string
  later: string
  whole: string
  lane: string
  what: string
  from: string
  to: string
  now: string
  asTable: string
  brush: string
}

interface TimeStripProps {
  label: string
  words: TimeStripWords
  lanes: StripLane[]
  marks?: StripMark[]
  /** What is shown. Changing it is the reader's act: `onSpan`. */
  span: Span
  /** All there is: what "whole" goes back to. */
  whole: Span
  now: number
  onSpan: (span: Span) => void
  onChoose?: (bar: StripBar, lane: StripLane) => void
  /** An instant as the reader's language writes it: short on the axis, exact in the table. */
  format: { tick: (at: number, span: Span) => string; exact: (at: number) => string }
}

const BARS = { held: FILLS.accent, granted: FILLS.pending, conflict: FILLS.broken }
const MARKS: Record<StripMark['kind'], string> = {
  reboot: 'border-attention border-dashed',
  revision: 'border-fine',
  asked: 'border-broken border-2',
}

/** One lane an address or session, intervals as bars, reboots and revisions as ticks. Drag over the axis to zoom. */
export function TimeStrip({
  label,
  words,
  lanes,
  marks = [],
  span,
  whole,
  now,
  onSpan,
  onChoose,
  format,
}: TimeStripProps) {
  const shownMarks = marks.filter(({ at }) => at >= span.from && at <= span.to)
  return (
    <Picture
      caption={label}
      table={{
        open: words.asTable,
        label,
        columns: [words.lane, words.what, words.from, words.to],
        rows: [
          ...lanes.flatMap((lane) =>
            lane.bars.map(({ key, text, from, to }) => ({
              key: `${lane.key}/${key}`,
              cells: [lane.label, text, format.exact(from), to === null ? words.now : format.exact(to)],
            })),
          ),
          ...marks.map(({ key, text, at }) => ({
            key: `mark/${key}`,
            cells: ['–', text, format.exact(at), '–'],
          })),
        ],
      }}
    >
      <section aria-label={label} className="min-w-0 rounded-md border bg-surface">
        <StripControls words={words} span={span} whole={whole} onSpan={onSpan} />
        <div className="relative">
          <ul className="divide-y">
            {lanes.map((lane) => (
              <li key={lane.key} className="grid items-center sm:grid-cols-[10rem_minmax(0,1fr)]">
                <span className="truncate px-3 py-1 text-sm">{lane.label}</span>
                <span className="relative block h-8 border-l max-sm:border-l-0">
                  {lane.bars.map((bar) => (
                    <Bar
                      key={bar.key}
                      bar={bar}
                      span={span}
                      now={now}
                      onChoose={() => onChoose?.(bar, lane)}
                    />
                  ))}
                  {shownMarks.map(({ key, at, kind, text }) => (
                    <span
                      key={key}
                      aria-hidden
                      title={text}
                      style={{ left: `${placeOf(at, span)}%` }}
                      className={classNames('pointer-events-none absolute inset-y-0 border-l', MARKS[kind])}
                    />
                  ))}
                </span>
              </li>
            ))}
          </ul>
          <div className="grid border-t sm:grid-cols-[10rem_minmax(0,1fr)]">
            <span className="max-sm:hidden" />
            <Axis words={words} span={span} onSpan={onSpan} tick={format.tick} />
          </div>
        </div>
      </section>
    </Picture>
  )
}

function Bar({ bar, span, now, onChoose }: { bar: StripBar; span: Span; now: number; onChoose: () => void }) {
  const place = barPlace({ from: bar.from, to: bar.to ?? now }, span)
  if (!place) return null
  return (
    <button
      type="button"
      title={bar.text}
      aria-label={bar.text}
      onClick={onChoose}
      style={{ left: `${place.left}%`, width: `${place.width}%` }}
      className={classNames(
        'absolute inset-y-1.5 min-w-1 rounded-sm',
        BARS[bar.look ?? 'held'],
        bar.to === null && 'rounded-r-none',
      )}
    />
  )
}

type ControlProps = Pick<TimeStripProps, 'words' | 'span' | 'whole' | 'onSpan'>

function StripControls({ words, span, whole, onSpan }: ControlProps) {
  const controls = [
    { label: words.earlier, icon: ChevronLeft, next: movedSpan(span, 1, -0.5) },
    { label: words.later, icon: ChevronRight, next: movedSpan(span, 1, 0.5) },
    { label: words.zoomIn, icon: ZoomIn, next: movedSpan(span, 0.5, 0) },
    { label: words.zoomOut, icon: ZoomOut, next: movedSpan(span, 2, 0) },
    { label: words.whole, icon: Maximize2, next: whole },
  ]
  return (
    <div className="flex justify-end gap-1 border-b px-2 py-1 print:hidden">
      {controls.map(({ label, icon: Icon, next }) => (
        <IconButton key={label} label={label} onClick={() => onSpan(next)}>
          <Icon aria-hidden />
        </IconButton>
      ))}
    </div>
  )
}

type AxisProps = Pick<TimeStripProps, 'words' | 'span' | 'onSpan'> & {
  tick: TimeStripProps['format']['tick']
}

/** A drag this short, in percent of the strip, was a click. */
const LEAST_BRUSH = 1

/** The ticks, and the brush: drag for a closer look; by keyboard the arrows pan and + and - zoom. */
function Axis({ words, span, onSpan, tick }: AxisProps) {
  const axis = useRef<HTMLButtonElement>(null)
  const [brush, setBrush] = useState<{ start: number; end: number } | null>(null)
  const percentAt = (event: PointerEvent) => {
    const box = axis.current?.getBoundingClientRect()
    return box ? Math.min(100, Math.max(0, ((event.clientX - box.left) / box.width) * 100)) : 0
  }
  const release = () => {
    if (brush && Math.abs(brush.end - brush.start) > LEAST_BRUSH) {
      const at = (percent: number) => span.from + ((span.to - span.from) * percent) / 100
      onSpan({ from: at(Math.min(brush.start, brush.end)), to: at(Math.max(brush.start, brush.end)) })
    }
    setBrush(null)
  }
  return (
    <div className="relative h-7 border-l text-xs text-ink-3 tabular-nums select-none max-sm:border-l-0">
      {ticksOf(span, 7).map((at) => (
        <span
          key={at}
          suppressHydrationWarning
          style={{ left: `${placeOf(at, span)}%` }}
          className="absolute top-0 h-full border-l pt-1.5 pl-1 whitespace-nowrap"
        >
          {placeOf(at, span) < 92 ? tick(at, span) : null}
        </span>
      ))}
      <button
        ref={axis}
        type="button"
        aria-label={words.brush}
        onKeyDown={(event) => {
          const next = keySpan(event, span)
          if (!next) return
          event.preventDefault()
          onSpan(next)
        }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          setBrush({ start: percentAt(event), end: percentAt(event) })
        }}
        onPointerMove={(event) => brush && setBrush({ ...brush, end: percentAt(event) })}
        onPointerUp={release}
        onPointerCancel={() => setBrush(null)}
        className="absolute inset-0 cursor-crosshair! touch-none"
      >
        {brush ? (
          <span
            style={{
              left: `${Math.min(brush.start, brush.end)}%`,
              width: `${Math.abs(brush.end - brush.start)}%`,
            }}
            className="absolute inset-y-0 border-x border-accent bg-accent/20"
          />
        ) : null}
      </button>
    </div>
  )
}

function keySpan({ key }: KeyboardEvent, span: Span): Span | null {
  switch (key) {
    case 'ArrowLeft':
      return movedSpan(span, 1, -0.25)
    case 'ArrowRight':
      return movedSpan(span, 1, 0.25)
    case '+':
      return movedSpan(span, 0.5, 0)
    case '-':
      return movedSpan(span, 2, 0)
    default:
      return null
  }
}
