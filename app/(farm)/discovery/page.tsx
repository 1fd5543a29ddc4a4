import type { Metadata } from 'next'
import { Prefetched } from '~/components/data/prefetched'
import { FINDING_FILTERS, findingListInput } from '~/components/discovery/finding-filters'
import { FindingsScreen } from '~/components/discovery/findings-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, readParams, type SearchParams, visitor } from '../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).discovery.title }
}

export default async function DiscoveryPage({ searchParams }: { searchParams: SearchParams }) {
  const { caller } = await gate('hosts.see')
  const input = findingListInput(await readParams(searchParams, FINDING_FILTERS))
  const list = await caller.discovery.findings(input)
  return (
    <Prefetched queries={[{ path: 'discovery.findings', input, data: list, infinite: true }]}>
      <FindingsScreen />
    </Prefetched>
  )
}
