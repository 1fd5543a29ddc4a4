'use client'

import { ChevronRight } from 'lucide-react'
import { type MouseEvent, memo, type ReactNode, type Ref, useEffect, useRef, useState } from 'react'
import { classNames } from '~/components/ui/class-names'
import { IconButton } from '~/components/ui/icon-button'
import { Row as TableRow, Td } from '~/components/ui/table'
import { type Column, HIDDEN_BELOW, HIDDEN_BELOW_BUT_ON_PHONES } from './column'
import { onRowKeys } from './row-keys'
import type { RowTableProps } from './row-table'

interface RowChunkProps<Row> extends Pick<RowTableProps<Row>, 'rowKey' | 'onOpen' | 'detail' | 'fresh'> {
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  /** Another one follows. */
  more: boolean
  watch: WatchChunk
}

/** Follows the size of a drawn chunk. Returns the way to stop. */
export type WatchChunk = (body: HTMLTableSectionElement, rows: readonly unknown[]) => () => void

function Chunk<Row>({ rows, columns, more, watch, rowKey, ...rest }: RowChunkProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null)
  useEffect(() => (body.current ? watch(body.current, rows) : undefined), [rows, watch])
  return (
    <tbody
      ref={body}
      className={classNames(
        // A picture of its own: it is kept when other chunks come and go.
        'relative z-0 max-md:block',
        more
          ? 'max-md:[&>tr:last-child]:border-b md:[&>tr>td]:border-b'
          : 'md:[&>tr:not(:last-child)>td]:border-b',
      )}
    >
      {rows.map((row) => (
        <DataRow key={rowKey(row)} row={row} id={rowKey(row)} columns={columns} {...rest} />
      ))}
    </tbody>
  )
}

/** What stands in for the chunks above or below those that are drawn: it takes as much room. */
export function Unseen({
  height,
  span,
  ref,
}: {
  height: number
  span: number
  ref?: Ref<HTMLTableSectionElement>
}) {
  return (
    <tbody ref={ref} aria-hidden className="max-md:block">
      {height > 0 ? (
        <tr className="max-md:block">
          <td colSpan={span} className="p-0 max-md:block" style={{ height }} />
        </tr>
      ) : null}
    </tbody>
  )
}

/** Some rows of a page. Drawn anew only when its own rows change: the others of a long list stand still. */
export const RowChunk = memo(Chunk) as typeof Chunk

interface DataRowProps<Row> extends Pick<RowChunkProps<Row>, 'columns' | 'onOpen' | 'detail' | 'fresh'> {
  row: Row
  id: string
}

function DataRow<Row>({ row, id, columns, onOpen, detail, fresh }: DataRowProps<Row>) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <TableRow
        data-row
        tabIndex={-1}
        onKeyDown={onRowKeys}
        className={classNames(
          'outline-offset-[-2px] focus-visible:bg-hover',
          onOpen && 'cursor-pointer',
          fresh?.has(id) && 'animate-flash',
          open && 'border-b-0 md:[&>td]:border-b-0!',
        )}
        onClick={onOpen ? (event) => openByClick(event, () => onOpen(row)) : undefined}
      >
        {detail ? (
          <Td className="w-px py-1 pr-0 max-md:order-last max-md:w-auto max-md:self-end max-md:justify-self-end print:hidden">
            {detail.has(row) ? (
              <IconButton
                data-row-open
                label={detail.label(row)}
                aria-expanded={open}
                onClick={() => setOpen(!open)}
              >
                <ChevronRight
                  aria-hidden
                  className={classNames('transition-transform', open && 'rotate-90')}
                />
              </IconButton>
            ) : null}
          </Td>
        ) : null}
        {columns.map(({ key, label, cell, bare, numeric, from, onPhone, className }) => (
          <Td
            key={key}
            label={bare ? undefined : label}
            className={classNames(
              numeric && 'text-right tabular-nums max-md:text-left',
              from && (onPhone ? HIDDEN_BELOW_BUT_ON_PHONES : HIDDEN_BELOW)[from],
              className,
            )}
          >
            {cell(row)}
          </Td>
        ))}
      </TableRow>
      {open && detail ? <DetailRow span={columns.length + 1}>{detail.show(row)}</DetailRow> : null}
    </>
  )
}

function DetailRow({ span, children }: { span: number; children: ReactNode }) {
  return (
    <tr className="border-b max-md:block">
      <td colSpan={span} className="px-4 pb-3 max-md:block">
        {children}
      </td>
    </tr>
  )
}

/** A convenience for the pointer. Links, buttons and marked text keep their meaning. */
function openByClick(event: MouseEvent, open: () => void) {
  const onControl = event.target instanceof Element && event.target.closest('a, button')
  if (!onControl && window.getSelection()?.isCollapsed !== false) open()
}
