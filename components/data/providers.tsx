'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { type ReactNode, useState } from 'react'
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

export function Providers({ locale, me, children }: { locale: Locale; me: Me | null; children: ReactNode }) {
  const [api] = useState(createApi)
  const [queries] = useState(createQueries)
  useEarlyPresses()
  return (
    <QueryClientProvider client={queries}>
      <TRPCProvider trpcClient={api} queryClient={queries}>
        <TextProvider locale={locale} timeZone={me?.user.timeZone}>
          <MeProvider me={me}>
            {children}
            <Toaster />
          </MeProvider>
        </TextProvider>
      </TRPCProvider>
    </QueryClientProvider>
  )
}
