import type { Metadata } from 'next'
import { Prefetched } from '~/components/data/prefetched'
import { FarmScreen } from '~/components/settings/farm-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).administration.title }
}

export default async function FarmPage() {
  const { caller } = await gate('farm.manage')
  return (
    <Prefetched queries={[{ path: 'farm.get', data: await caller.farm.get() }]}>
      <FarmScreen />
    </Prefetched>
  )
}
