import type { Metadata } from 'next'
import { Prefetched } from '~/components/data/prefetched'
import { SESSION_FILTERS, sessionListInput } from '~/components/sessions/session-filters'
import { SessionsScreen } from '~/components/sessions/sessions-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, readParams, type SearchParams, visitor } from '../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).sessions.title }
}

export default async function SessionsPage({ searchParams }: { searchParams: SearchParams }) {
  const { caller } = await gate('hosts.see')
  const input = sessionListInput(await readParams(searchParams, SESSION_FILTERS))
  const list = await caller.sessions.list(input)
  return (
    <Prefetched queries={[{ path: 'sessions.list', input, data: list, infinite: true }]}>
      <SessionsScreen />
    </Prefetched>
  )
}
