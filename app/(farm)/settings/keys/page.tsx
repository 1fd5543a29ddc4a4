import type { Metadata } from 'next'
import { Prefetched } from '~/components/data/prefetched'
import { KeysScreen } from '~/components/settings/keys-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).administration.title }
}

export default async function KeysPage() {
  const { caller } = await gate('farm.manage')
  return (
    <Prefetched queries={[{ path: 'keys.list', data: await caller.keys.list() }]}>
      <KeysScreen />
    </Prefetched>
  )
}
