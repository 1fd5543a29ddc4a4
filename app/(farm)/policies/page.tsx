import type { Metadata } from 'next'
import { Prefetched } from '~/components/data/prefetched'
import { PoliciesScreen } from '~/components/policies/policies-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).policies.title }
}

export default async function PoliciesPage() {
  const { caller } = await gate('policies.see')
  return (
    <Prefetched queries={[{ path: 'policies.list', data: await caller.policies.list() }]}>
      <PoliciesScreen />
    </Prefetched>
  )
}
