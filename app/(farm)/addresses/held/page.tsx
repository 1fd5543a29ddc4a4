import type { Metadata } from 'next'
import { HELD_FILTERS, heldInput } from '~/components/addresses/held-filters'
import { HeldScreen } from '~/components/addresses/held-screen'
import { Prefetched } from '~/components/data/prefetched'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, readParams, type SearchParams, visitor } from '../../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).pools.heldNow.title }
}

export default async function HeldPage({ searchParams }: { searchParams: SearchParams }) {
  const { caller } = await gate('hosts.see')
  const input = heldInput(await readParams(searchParams, HELD_FILTERS))
  const data = await caller.addresses.now(input)
  return (
    <Prefetched queries={[{ path: 'addresses.now', input, data, infinite: true }]}>
      <HeldScreen />
    </Prefetched>
  )
}
