'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Density } from './api'
import { useMe } from './me'
import { useTRPC } from './trpc'

export const DENSITIES = ['roomy', 'compact'] as const satisfies Density[]

export function isDensity(text: string): text is Density {
  return (DENSITIES as readonly string[]).includes(text)
}

/** How dense this person's tables are: applied at once, and kept with them. */
export function useDensity(): [Density, (density: Density) => void] {
  const trpc = useTRPC()
  const [chosen, setChosen] = useState<Density>(useMe().user.density)
  const update = useMutation(trpc.me.update.mutationOptions())
  return [
    chosen,
    (density) => {
      document.documentElement.dataset.density = density
      setChosen(density)
      update.mutate({ density })
    },
  ]
}
