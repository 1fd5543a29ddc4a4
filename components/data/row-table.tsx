'use client'

import { type ReactNode, useRef } from 'react'
import { classNames } from '~/components/ui/class-names'
import { Table, TableHead, Th } from '~/components/ui/table'
import { type Column, HIDDEN_BELOW } from './column'
import { RowChunk, Unseen } from './row-chunk'
import { useText } from './text'
import { useColumnWidths } from './use-column-widths'
import { useRowWindow } from './use-row-window'

/** A line that two rows share would have to be looked for, and drawn, along the whole table whenever a row comes. */
const OF_CHUNKS = 'md:border-separate md:border-spacing-0'

export interface RowTableProps<Row> {
  label: string
  columns: readonly Column<Row>[]
  /** The rows in chunks. One that is far from sight is not drawn. */
  pages: readonly (readonly Row[])[]
  rowKey: (row: Row) => string
  /** Makes the whole row answer a click; the row still needs a control of its own, marked `data-row-open`. */
  onOpen?: (row: Row) => void
  /** What a row holds more, shown below it; null for a row without. */
  detail?: RowDetail<Row>
  /** Rows that came or changed while the screen was open. */
  fresh?: ReadonlySet<string>
  /** More columns than fit by design: the table scrolls sideways, and its head goes with it. */
  wide?: boolean
}

export interface RowDetail<Row> {
  label: (row: Row) => string
  has: (row: Row) => boolean
  show: (row: Row) => ReactNode
}

/** The table of every list: dense, by keyboard and pointer, drawn where it is looked at. */
export function RowTable<Row>({ label, columns, pages, wide, ...rest }: RowTableProps<Row>) {
  const { t } = useText()
  const table = useRef<HTMLTableElement>(null)
  const look = useRef<() => void>(() => {})
  const { start, shown, watch } = useRowWindow(pages, look)
  const { widths, onDrawn } = useColumnWidths(table, columns, shown.above + shown.below > 0)
  look.current = onDrawn
  const drawn = pages.slice(shown.from, shown.to).map((rows, at) => ({ rows, place: shown.from + at }))
  const span = columns.length + (rest.detail ? 1 : 0)
  return (
    <div className={classNames('min-w-0', wide && 'overflow-x-auto')}>
      <Table
        ref={table}
        label={label}
        aria-rowcount={pages.length > 1 ? -1 : undefined}
        className={classNames(OF_CHUNKS, widths && 'md:table-fixed')}
      >
        {widths ? <Widths of={widths} names={columns.map(({ key }) => key)} /> : null}
        <TableHead>
          <tr>
            {rest.detail ? (
              <Th className="w-px print:hidden">
                <span className="sr-only">{t.common.details}</span>
              </Th>
            ) : null}
            {columns.map(({ key, label: name, hint, numeric, from }) => (
              <Th key={key} className={classNames(numeric && 'text-right', from && HIDDEN_BELOW[from])}>
                {name}
                {hint ? <span className="font-normal"> ({hint})</span> : null}
              </Th>
            ))}
          </tr>
        </TableHead>
        <Unseen ref={start} height={shown.above} span={span} />
        {drawn.map(({ rows, place }) => (
          <RowChunk
            key={place}
            rows={rows}
            columns={columns}
            more={place + 1 < pages.length}
            watch={watch}
            {...rest}
          />
        ))}
        <Unseen height={shown.below} span={span} />
      </Table>
    </div>
  )
}

/** A column that is left out on this window has no width, and takes no place among the others. */
function Widths({ of: widths, names }: { of: readonly number[]; names: readonly string[] }) {
  // What opens a row's details stands before the first of them.
  const all = widths.length > names.length ? ['', ...names] : names
  return (
    <colgroup className="max-md:hidden">
      {all.map((name, place) => (
        <col
          key={name}
          className={classNames(widths[place] === 0 && 'hidden')}
          style={{ width: widths[place] }}
        />
      ))}
    </colgroup>
  )
}
