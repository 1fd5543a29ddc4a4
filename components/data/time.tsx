'use client'

import { useText } from './text'
import { useNow } from './use-now'

/**
 * An instant as people say it, with the exact one and its zone on hover; on paper, which ages, the exact one alone. Only what may lie `ahead` is said to: the
 * page's own time moves in steps and no two clocks agree, so what has just happened can seem to be yet to come.
 */
export function Time({ at, exact, ahead }: { at: string; exact?: boolean; ahead?: boolean }) {
  const { format } = useText()
  const now = useNow()
  const reference = now || Date.now()
  const relativeTo = ahead ? reference : Math.max(reference, Date.parse(at))
  return (
    // The server neither knows the reader's zone nor their clock: what it wrote is replaced on arrival, as a text that
    // differs in hydration stays as it is.
    <time
      key={now ? 'reader' : 'server'}
      dateTime={at}
      title={now ? format.instant(at) : undefined}
      data-told={exact ? undefined : true}
      suppressHydrationWarning
      className="whitespace-nowrap"
    >
      {exact ? format.dateTime(at) : format.relative(at, relativeTo)}
    </time>
  )
}
