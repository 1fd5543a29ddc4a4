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
        const before = new Date(at - HALF_DAY_MS).toISOString()
        // Of two ticks of one day the second is called by its hour.
        const later = to - from <= 7 * HALF_DAY_MS && format.day(iso) === format.day(before)
        return to - from <= 4 * HALF_DAY_MS || later ? format.hour(iso) : format.day(iso)
      },
      exact: (at) => format.dateTime(new Date(at).toISOString()),
    },
  }
}

const HALF_DAY_MS = 43_200_000
