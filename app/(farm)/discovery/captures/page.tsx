import type { Metadata } from 'next'
import { CapturesScreen } from '~/components/discovery/captures-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  const { discovery } = messagesFor(locale)
  return { title: `${discovery.tabs.captures} · ${discovery.title}` }
}

export default async function CapturesPage() {
  await gate('hosts.see')
  return <CapturesScreen />
}
