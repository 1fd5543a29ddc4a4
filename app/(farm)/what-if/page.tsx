import type { Metadata } from 'next'
import { WhatIfScreen } from '~/components/what-if/what-if-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).whatIf.title }
}

export default async function WhatIfPage() {
  await gate('policies.see')
  return <WhatIfScreen />
}
