'use client'

import type { ReactNode } from 'react'
import { classNames } from '~/components/ui/class-names'
import { Table, TableHead, Th } from '~/components/ui/table'
import { type Column, HIDDEN_BELOW } from './column'
import { RowChunk, Unseen } from './row-chunk'
import { useText } from './text'
import { useRowWindow } from './use-row-window'

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
  const { start, shown, onHeight } = useRowWindow(pages)
  const drawn = pages.slice(shown.from, shown.to).map((rows, at) => ({ rows, place: shown.from + at }))
  const span = columns.length + (rest.detail ? 1 : 0)
  return (
    <div className={classNames('min-w-0', wide && 'overflow-x-auto')}>
      <Table label={label} aria-rowcount={pages.length > 1 ? -1 : undefined}>
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
            onHeight={onHeight}
            {...rest}
          />
        ))}
        <Unseen height={shown.below} span={span} />
      </Table>
    </div>
  )
}
