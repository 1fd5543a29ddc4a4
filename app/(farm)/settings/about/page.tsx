import type { Metadata } from 'next'
import { Prefetched } from '~/components/data/prefetched'
import { AboutScreen } from '~/components/settings/about-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).administration.title }
}

export default async function AboutPage() {
  const { caller } = await gate('hosts.see')
  return (
    <Prefetched queries={[{ path: 'farm.about', data: await caller.farm.about() }]}>
      <AboutScreen />
    </Prefetched>
  )
}
