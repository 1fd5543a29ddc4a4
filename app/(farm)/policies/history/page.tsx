import type { Metadata } from 'next'
import { Prefetched } from '~/components/data/prefetched'
import { HistoryScreen } from '~/components/policies/history-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).policies.revisions.title }
}

export default async function HistoryPage() {
  const { caller } = await gate('policies.see')
  return (
    <Prefetched
      queries={[
        { path: 'policies.history', input: {}, data: await caller.policies.history({}), infinite: true },
      ]}
    >
      <HistoryScreen />
    </Prefetched>
  )
}
