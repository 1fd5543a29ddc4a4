import type { KeyboardEvent } from 'react'

const ROW = '[data-row]'

/** From one row to the next by the arrows (or `j` and `k`), to the ends by Home and End; Enter opens the row. */
export function onRowKeys(event: KeyboardEvent<HTMLTableRowElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLElement)) return
  if (event.target.closest('input, textarea, select')) return
  const row = event.currentTarget
  if (event.key === 'Enter' && event.target === row) {
    event.preventDefault()
    row.querySelector<HTMLElement>('[data-row-open], a, button')?.click()
    return
  }
  const rows = row.closest('table')?.querySelectorAll<HTMLTableRowElement>(ROW) ?? []
  const next = rowToGoTo(event.key, [...rows], row)
  if (!next) return
  event.preventDefault()
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
}

/** The row that a key leads to from `row`; null when it leads nowhere. */
export function rowToGoTo<Row>(key: string, rows: readonly Row[], row: Row): Row | null {
  const at = rows.indexOf(row)
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return rows[at + 1] ?? null
    case 'ArrowUp':
    case 'k':
      return rows[at - 1] ?? null
    case 'Home':
      return rows[0] ?? null
    case 'End':
      return rows.at(-1) ?? null
    default:
      return null
  }
}
