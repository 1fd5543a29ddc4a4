'use client'

import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Toaster } from 'sonner'
import { TooltipProvider } from '~/components/ui/tooltip'
import type { Locale } from '~/locales/locale'
import type { Me } from './api'
import { createApi, createQueries } from './client'
import { MeProvider } from './me'
import { TextProvider } from './text'
import { TRPCProvider } from './trpc'

export function Providers({ locale, me, children }: { locale: Locale; me: Me | null; children: ReactNode }) {
  const [api] = useState(createApi)
  const [queries] = useState(createQueries)
  return (
    <QueryClientProvider client={queries}>
      <TRPCProvider trpcClient={api} queryClient={queries}>
        <TextProvider locale={locale}>
          <MeProvider me={me}>
            <TooltipProvider delayDuration={250}>{children}</TooltipProvider>
            <Toaster
              position="bottom-right"
              toastOptions={{
                style: {
                  background: 'var(--raised)',
                  color: 'var(--ink)',
                  borderColor: 'var(--line-strong)',
                  fontFamily: 'var(--font-geist-sans)',
                },
              }}
            />
          </MeProvider>
        </TextProvider>
      </TRPCProvider>
    </QueryClientProvider>
  )
}
