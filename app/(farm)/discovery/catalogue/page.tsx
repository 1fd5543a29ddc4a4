import type { Metadata } from 'next'
import { CatalogueScreen } from '~/components/discovery/catalogue-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  const { discovery } = messagesFor(locale)
  return { title: `${discovery.tabs.catalogue} · ${discovery.title}` }
}

export default async function CataloguePage() {
  await gate('hosts.see')
  return <CatalogueScreen />
}
