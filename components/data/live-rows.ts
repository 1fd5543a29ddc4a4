import type { InfiniteData } from '@tanstack/react-query'

export interface Rows<T> {
  rows: T[]
  next: string | null
}

/** The loaded pages with one row put in place of its older self; the same object when the row is not among them. */
export function replaceRow<T extends { id: string }, Param>(
  data: InfiniteData<Rows<T>, Param>,
  row: T,
): InfiniteData<Rows<T>, Param> {
  let found = false
  const pages = data.pages.map((page) => {
    if (!page.rows.some(({ id }) => id === row.id)) return page
    found = true
    return { ...page, rows: page.rows.map((old) => (old.id === row.id ? row : old)) }
  })
  return found ? { ...data, pages } : data
}

/**
 * The loaded pages with a new row in its place. `isBefore` tells whether the first stands before the second. A row that
 * belongs behind everything loaded is left to the next page; the same object then.
 */
export function insertRow<T extends { id: string }, Param>(
  data: InfiniteData<Rows<T>, Param>,
  row: T,
  isBefore: (one: T, other: T) => boolean,
): InfiniteData<Rows<T>, Param> {
  for (const [index, page] of data.pages.entries()) {
    const at = page.rows.findIndex((other) => isBefore(row, other))
    const place = at === -1 && page.next === null ? page.rows.length : at
    if (place === -1) continue
    const rows = [...page.rows.slice(0, place), row, ...page.rows.slice(place)]
    return { ...data, pages: data.pages.with(index, { ...page, rows }) }
  }
  return data
}

/** The loaded pages without a row; the same object when it is not among them. */
export function removeRow<T extends { id: string }, Param>(
  data: InfiniteData<Rows<T>, Param>,
  id: string,
): InfiniteData<Rows<T>, Param> {
  if (!data.pages.some(({ rows }) => rows.some((row) => row.id === id))) return data
  return {
    ...data,
    pages: data.pages.map((page) => ({ ...page, rows: page.rows.filter((row) => row.id !== id) })),
  }
}
