import type { Metadata } from 'next'
import { AddressesScreen } from '~/components/addresses/addresses-screen'
import { Prefetched } from '~/components/data/prefetched'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).pools.title }
}

export default async function AddressesPage() {
  const { caller } = await gate('hosts.see')
  const data = await caller.pools.list()
  return (
    <Prefetched queries={[{ path: 'pools.list', data }]}>
      <AddressesScreen />
    </Prefetched>
  )
}
