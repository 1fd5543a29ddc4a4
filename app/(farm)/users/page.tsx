import type { Metadata } from 'next'
import { Prefetched } from '~/components/data/prefetched'
import { UsersScreen } from '~/components/users/users-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).users.title }
}

export default async function UsersPage() {
  const { caller } = await gate('farm.manage')
  return (
    <Prefetched queries={[{ path: 'users.list', data: await caller.users.list() }]}>
      <UsersScreen />
    </Prefetched>
  )
}
