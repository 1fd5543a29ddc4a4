import type { Metadata } from 'next'
import { Prefetched } from '~/components/data/prefetched'
import { PlansScreen } from '~/components/policies/plans-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).plans.title }
}

export default async function PlansPage() {
  const { caller } = await gate('policies.see')
  return (
    <Prefetched queries={[{ path: 'policies.plans', data: await caller.policies.plans() }]}>
      <PlansScreen />
    </Prefetched>
  )
}
