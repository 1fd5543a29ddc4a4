'use client'

import { ChevronRight } from 'lucide-react'
import { type MouseEvent, memo, type ReactNode, useState } from 'react'
import { classNames } from '~/components/ui/class-names'
import { IconButton } from '~/components/ui/icon-button'
import { Row as TableRow, Td } from '~/components/ui/table'
import { type Column, HIDDEN_BELOW } from './column'
import { onRowKeys } from './row-keys'
import type { RowTableProps } from './row-table'
import { useInSight } from './use-in-sight'

interface RowChunkProps<Row> extends Pick<RowTableProps<Row>, 'rowKey' | 'onOpen' | 'detail' | 'fresh'> {
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  /** The chunk that the page opens with is drawn at once. */
  first: boolean
}

/** What a row takes until it was measured, in pixels. */
const ROW_GUESS = 41

function Chunk<Row>({ rows, columns, first, rowKey, ...rest }: RowChunkProps<Row>) {
  const { ref, inSight, height } = useInSight(first)
  return (
    <tbody ref={ref} className="max-md:block">
      {inSight ? (
        rows.map((row) => (
          <DataRow key={rowKey(row)} row={row} id={rowKey(row)} columns={columns} {...rest} />
        ))
      ) : (
        <tr aria-hidden className="max-md:block">
          <td
            colSpan={columns.length + 1}
            className="p-0 max-md:block"
            style={{ height: height ?? rows.length * ROW_GUESS }}
          />
        </tr>
      )}
    </tbody>
  )
}

/** One page of rows. Drawn anew only when its own rows change: the others of a long list stand still. */
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
          open && 'border-b-0',
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
        {columns.map(({ key, label, cell, bare, numeric, from, className }) => (
          <Td
            key={key}
            label={bare ? undefined : label}
            className={classNames(
              numeric && 'text-right tabular-nums max-md:text-left',
              from && HIDDEN_BELOW[from],
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
