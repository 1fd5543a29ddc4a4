import type { ReactNode } from 'react'

/** One column of a list. Give lists a stable array of them (`useMemo`): rows are drawn anew when it changes. */
export interface Column<Row> {
  key: string
  label: string
  /** In quiet ink after the label. */
  hint?: string
  cell: (row: Row) => ReactNode
  /** The cell as a CSV of the list holds it. */
  text: (row: Row) => string
  /** What names the row: it cannot be hidden. */
  fixed?: boolean
  /** Shown only when somebody chose it. */
  extra?: boolean
  /** Numbers stand at the right. */
  numeric?: boolean
  /** Without the label that phones show above the value. */
  bare?: boolean
  /** Left out of tables on windows narrower than this. */
  from?: 'xl' | '2xl'
  /** Stands on a phone's card all the same. */
  onPhone?: boolean
  /** Of the cells. */
  className?: string
}

/** The classes that leave a column out on narrow windows, and those that do so but on phones. */
export const HIDDEN_BELOW = { xl: 'max-xl:hidden!', '2xl': 'max-2xl:hidden!' } as const
export const HIDDEN_BELOW_BUT_ON_PHONES = { xl: 'md:max-xl:hidden!', '2xl': 'md:max-2xl:hidden!' } as const

/** The columns that the address bar asks for by `columns=a,b`; without it, those that stand by default. */
export function shownColumns<Row>(columns: readonly Column<Row>[], chosen: string): Column<Row>[] {
  const keys = new Set(chosen.split(','))
  return columns.filter(({ key, fixed, extra }) => fixed || (chosen ? keys.has(key) : !extra))
}

/** The words for the address bar after one column was shown or hidden; none when they are the ones by default. */
export function toggleColumn<Row>(columns: readonly Column<Row>[], chosen: string, key: string): string {
  const shown = new Set(shownColumns(columns, chosen).map((column) => column.key))
  if (!shown.delete(key)) shown.add(key)
  const inOrder = columns.filter((column) => shown.has(column.key))
  const usual = shownColumns(columns, '')
  const isUsual = inOrder.length === usual.length && inOrder.every((column) => usual.includes(column))
  return isUsual ? '' : inOrder.map((column) => column.key).join(',')
}
