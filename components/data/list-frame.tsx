'use client'

import { type ReactNode, useMemo } from 'react'
import { SkeletonRows } from '~/components/ui/skeleton'
import { shownColumns } from './column'
import { ListFile } from './list-file'
import { ListMenu } from './list-menu'
import { ListFoot, LoadFailed } from './query-state'
import type { ReadNext } from './read-on'
import { chunksOf } from './row-chunks'
import { RowTable, type RowTableProps } from './row-table'
import { useText } from './text'
import { useLoadMore } from './use-load-more'
import type { useUrlFilters } from './use-url-filters'
import { ViewsMenu } from './views-menu'

/** What the frame needs of an infinite query over a list read by key. */
export interface PagedList<Row> {
  data: { pages: { rows: Row[] }[] } | undefined
  error: unknown
  isPending: boolean
  hasNextPage: boolean
  fetchNextPage: ReadNext
  refetch: () => unknown
}

interface ListFrameProps<Row> extends Omit<RowTableProps<Row>, 'pages' | 'wide'> {
  /** Names the list where its saved views are kept, and in the name of its file. */
  name: string
  list: PagedList<Row>
  filters: ReturnType<typeof useUrlFilters>
  /** The fields of the filters, in one line before the menus. */
  toolbar?: ReactNode
  /** What stands in its place on paper. */
  printed?: ReactNode
  /** What to show when no row fits, or there is none yet. */
  empty: ReactNode
  /** Whether what was read so far can be saved as a file; not where the screen exports all that fits. */
  file?: boolean
}

/**
 * A list that is read page by page: filters and columns in the address bar, saved views, density, what is shown as a
 * file, and what to show while it loads, when it failed and when it is empty.
 */
export function ListFrame<Row>({
  name,
  list,
  filters,
  toolbar,
  printed,
  empty,
  file = true,
  columns,
  ...table
}: ListFrameProps<Row>) {
  const { t } = useText()
  const more = useLoadMore(list)
  const chosen = filters.get('columns')
  const shown = useMemo(() => shownColumns(columns, chosen), [columns, chosen])
  const pages = useMemo(() => list.data?.pages.flatMap(({ rows }) => chunksOf(rows)) ?? [], [list.data])
  const count = pages.reduce((sum, rows) => sum + rows.length, 0)
  return (
    <div className="min-w-0 rounded-lg border bg-surface">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-2.5 print:hidden">
        {toolbar}
        <span className="flex flex-1 justify-end gap-2">
          <ViewsMenu list={name} />
          <ListMenu columns={columns} filters={filters} />
          {file && count > 0 ? <ListFile name={name} columns={shown} pages={pages} /> : null}
        </span>
      </div>
      {printed}
      {list.error ? (
        <LoadFailed what={table.label} error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <SkeletonRows label={t.common.loading} />
      ) : count === 0 ? (
        empty
      ) : (
        <>
          <RowTable {...table} columns={shown} pages={pages} wide={chosen !== ''} />
          <ListFoot count={count} hasMore={list.hasNextPage} {...more} />
        </>
      )}
    </div>
  )
}
