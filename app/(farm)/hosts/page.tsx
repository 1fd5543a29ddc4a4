import type { Metadata } from 'next'
import { Prefetched } from '~/components/data/prefetched'
import { hostListInput } from '~/components/hosts/host-list-input'
import { HostsScreen } from '~/components/hosts/hosts-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, readParams, type SearchParams, visitor } from '../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).hosts.title }
}

export default async function HostsPage({ searchParams }: { searchParams: SearchParams }) {
  const { caller } = await gate('hosts.see')
  const input = hostListInput(
    await readParams(searchParams, ['q', 'deliveryGroup', 'convergence', 'lifecycle']),
  )
  const [summary, list, groups] = await Promise.all([
    caller.hosts.summary(),
    caller.hosts.list(input),
    caller.deliveryGroups.list(),
  ])
  return (
    <Prefetched
      queries={[
        { path: 'hosts.summary', data: summary },
        { path: 'hosts.list', input, data: list, infinite: true },
        { path: 'deliveryGroups.list', data: groups },
      ]}
    >
      <HostsScreen />
    </Prefetched>
  )
}
