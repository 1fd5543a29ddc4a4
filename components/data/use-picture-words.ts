'use client'

import type { PoolMapWords } from '~/components/ui/pool-map'
import type { TimeStripWords } from '~/components/ui/time-strip'
import { useText } from './text'

/** The words of the pictures in the reader's language, and how a strip writes its instants. */
export function usePictureWords(): {
  pool: PoolMapWords
  strip: TimeStripWords
  stripFormat: {
    tick: (at: number, span: { from: number; to: number }) => string
    exact: (at: number) => string
  }
} {
  const { t, format } = useText()
  const { asTable, pool, strip } = t.pictures
  return {
    pool: { ...pool, asTable },
    strip: { ...strip, asTable },
    stripFormat: {
      tick: (at, { from, to }) => {
        const iso = new Date(at).toISOString()
        return to - from > 2 * DAY_MS ? format.day(iso) : format.hour(iso)
      },
      exact: (at) => format.dateTime(new Date(at).toISOString()),
    },
  }
}

const DAY_MS = 86_400_000
