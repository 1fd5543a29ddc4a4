'use client'

import { Button } from '~/components/ui/button'
import { Callout } from '~/components/ui/callout'
import { errorText } from './app-error'
import { useText } from './text'

/** A list or page whose data did not come: what failed, and a way to try again. */
export function LoadFailed({ what, error, onRetry }: { what: string; error: unknown; onRetry: () => void }) {
  const { t } = useText()
  return (
    <Callout
      tone="broken"
      live
      className="m-4"
      title={t.errors.loadFailed(what)}
      actions={<Button onClick={onRetry}>{t.common.retry}</Button>}
    >
      {errorText(error, t)}
    </Callout>
  )
}

/** The foot of a list that is read page by page. */
export function ListFoot({
  count,
  hasMore,
  loading,
  onMore,
}: {
  count: number
  hasMore: boolean
  loading: boolean
  onMore: () => void
}) {
  const { t, format } = useText()
  return (
    <div className="flex items-center justify-between gap-3 border-t px-4 py-2 text-sm text-ink-3">
      <span role="status" className="tabular-nums">
        {hasMore ? t.common.shown(format.number(count)) : t.common.thatIsAll(format.number(count))}
      </span>
      {hasMore ? (
        <>
          <span className="hidden print:inline">{t.lists.moreThanPrinted}</span>
          <Button size="sm" busy={loading} onClick={onMore} className="print:hidden">
            {loading ? t.common.loadingMore : t.common.loadMore}
          </Button>
        </>
      ) : null}
    </div>
  )
}
