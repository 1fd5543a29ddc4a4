import './globals.css'
import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { EARLY_SCRIPT } from '~/components/data/early-script'
import { Providers } from '~/components/data/providers'
import { looks, visitor } from './gate'

export const metadata: Metadata = {
  title: { default: 'Vipfarm', template: '%s · Vipfarm' },
  robots: { index: false, follow: false },
}

export const viewport: Viewport = { colorScheme: 'light dark' }

const SERVER_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone

export default async function RootLayout({ children }: { children: ReactNode }) {
  // When the server cannot say who asks, the page below says so; the frame still stands.
  const who = await visitor().catch(() => null)
  const { locale, theme } = await looks(who?.me ?? null)
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    <html
      lang={locale}
      data-theme={theme}
      data-density={who?.me.user.density}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body>
        <script nonce={nonce}>{EARLY_SCRIPT}</script>
        <Providers locale={locale} serverZone={SERVER_ZONE} me={who?.me ?? null}>
          {children}
        </Providers>
      </body>
    </html>
  )
}
