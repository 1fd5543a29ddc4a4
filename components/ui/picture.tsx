import type { ReactNode } from 'react'
import { Row, Table, TableBody, TableHead, Td, Th } from './table'

interface PictureTable {
  /** What opens the table, such as "As a table". */
  open: string
  label: string
  columns: string[]
  rows: { key: string; cells: ReactNode[] }[]
}

/** A picture with the same facts as a table behind it: for whoever would rather read, and whoever cannot see it. */
export function Picture({
  caption,
  table,
  children,
}: {
  caption: string
  table: PictureTable
  children: ReactNode
}) {
  return (
    <figure className="grid min-w-0 gap-2">
      {children}
      <figcaption className="sr-only">{caption}</figcaption>
      <details className="text-sm">
        <summary className="w-fit rounded-sm text-ink-3 hover:text-ink">{table.open}</summary>
        <div className="mt-2 max-h-96 overflow-auto rounded-md border">
          <Table label={table.label}>
            <TableHead>
              <tr>
                {table.columns.map((column) => (
                  <Th key={column}>{column}</Th>
                ))}
              </tr>
            </TableHead>
            <TableBody>
              {table.rows.map(({ key, cells }) => (
                <Row key={key}>
                  {cells.map((cell, at) => (
                    <Td key={table.columns[at]} label={table.columns[at]}>
                      {cell}
                    </Td>
                  ))}
                </Row>
              ))}
            </TableBody>
          </Table>
        </div>
      </details>
    </figure>
  )
}
