'use client'

import { useSyncExternalStore } from 'react'
import { useText } from '~/components/data/text'
import { Callout } from '~/components/ui/callout'

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

/** Stands above every screen while this device has no network: what is shown is old, and nothing can be saved. */
export function OfflineBanner() {
  const { t } = useText()
  const online = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  )
  return online ? null : (
    <div className="px-4 pt-4 sm:px-6 print:hidden">
      <Callout tone="attention" live title={t.errors.offlineTitle}>
        {t.errors.offlineText}
      </Callout>
    </div>
  )
}
