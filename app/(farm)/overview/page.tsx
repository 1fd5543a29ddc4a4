import type { Metadata } from 'next'
import { Prefetched } from '~/components/data/prefetched'
import { OverviewScreen } from '~/components/overview/overview-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).overview.title }
}

export default async function OverviewPage() {
  const { caller, me } = await gate('hosts.see')
  const [overview, attention] = await Promise.all([
    caller.overview.get(),
    me.permissions.includes('policies.see') ? caller.rollouts.attention() : null,
  ])
  return (
    <Prefetched
      queries={[
        { path: 'overview.get', data: overview },
        ...(attention ? [{ path: 'rollouts.attention' as const, data: attention }] : []),
      ]}
    >
      <OverviewScreen />
    </Prefetched>
  )
}
