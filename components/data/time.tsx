'use client'

import { useText } from './text'
import { useNow } from './use-now'

/** An instant as people say it, with the exact one and its zone on hover. */
export function Time({ at, exact }: { at: string; exact?: boolean }) {
  const { format } = useText()
  const now = useNow()
  return (
    // The server neither knows the reader's zone nor their clock: what it wrote is put right on arrival.
    <time
      dateTime={at}
      title={now ? format.instant(at) : undefined}
      suppressHydrationWarning
      className="whitespace-nowrap"
    >
      {exact ? format.dateTime(at) : format.relative(at, now || Date.now())}
    </time>
  )
}
