import type { Metadata } from 'next'
import { Prefetched } from '~/components/data/prefetched'
import { PublishScreen } from '~/components/policies/publish-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).policies.publish.title }
}

export default async function PublishPage() {
  const { caller } = await gate('policies.see')
  return (
    <Prefetched queries={[{ path: 'policies.plan', data: await caller.policies.plan() }]}>
      <PublishScreen />
    </Prefetched>
  )
}
