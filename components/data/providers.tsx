'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { type ReactNode, useState, useSyncExternalStore } from 'react'
import type { Locale } from '~/locales/locale'
import type { Me } from './api'
import { createApi, createQueries } from './client'
import { useEarlyPresses } from './early-press'
import { MeProvider } from './me'
import { TextProvider } from './text'
import { TRPCProvider } from './trpc'

const Toaster = dynamic(() => import('~/components/ui/toaster').then((module) => module.Toaster), {
  ssr: false,
})

interface ProvidersProps {
  locale: Locale
  /** By whose clocks the server wrote what the browser takes over. */
  serverZone: string
  me: Me | null
  children: ReactNode
}

export function Providers({ locale, serverZone, me, children }: ProvidersProps) {
  const [api] = useState(createApi)
  const [queries] = useState(createQueries)
  const browserZone = useBrowserZone(serverZone)
  useEarlyPresses()
  return (
    <QueryClientProvider client={queries}>
      <TRPCProvider trpcClient={api} queryClient={queries}>
        <TextProvider locale={locale} timeZone={me?.user.timeZone ?? browserZone}>
          <MeProvider me={me}>
            {children}
            <Toaster />
          </MeProvider>
        </TextProvider>
      </TRPCProvider>
    </QueryClientProvider>
  )
}

const noNews = () => () => {}
const zoneHere = () => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** The server's until the page stands: a text that is another in the browser than it was written is no text to take over. */
function useBrowserZone(serverZone: string): string {
  return useSyncExternalStore(noNews, zoneHere, () => serverZone)
}
