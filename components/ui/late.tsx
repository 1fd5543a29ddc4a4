'use client'

import { type ComponentType, lazy, Suspense } from 'react'
import { patiently } from './patiently'

/** A part that comes in a file of its own once it is wanted: no page begins with it, and none falls when it does not come. */
export function late<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Part = lazy(async () => ({ default: await patiently(load) }))
  return function Late(props: Props) {
    return (
      <Suspense fallback={null}>
        <Part {...props} />
      </Suspense>
    )
  }
}
