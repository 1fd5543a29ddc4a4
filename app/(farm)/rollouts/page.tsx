import type { Metadata } from 'next'
import { Prefetched } from '~/components/data/prefetched'
import { RolloutsScreen } from '~/components/rollouts/rollouts-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).rollouts.title }
}

export default async function RolloutsPage() {
  const { caller } = await gate('policies.see')
  const [list, requests] = await Promise.all([caller.rollouts.list({}), caller.publishRequests.list()])
  return (
    <Prefetched
      queries={[
        { path: 'rollouts.list', input: {}, data: list, infinite: true },
        { path: 'publishRequests.list', data: requests },
      ]}
    >
      <RolloutsScreen />
    </Prefetched>
  )
}
