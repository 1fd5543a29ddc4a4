import type { Metadata } from 'next'
import { ForecastScreen } from '~/components/discovery/forecast-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  const { discovery } = messagesFor(locale)
  return { title: `${discovery.tabs.forecast} · ${discovery.title}` }
}

export default async function ForecastPage() {
  await gate('policies.see')
  return <ForecastScreen />
}
