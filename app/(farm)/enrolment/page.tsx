import type { Metadata } from 'next'
import { Prefetched } from '~/components/data/prefetched'
import { EnrolmentScreen } from '~/components/enrolment/enrolment-screen'
import { PENDING_HOSTS } from '~/components/enrolment/pending-hosts'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).enrolment.title }
}

export default async function EnrolmentPage() {
  const { caller } = await gate('hosts.manage')
  const [tokens, groups, pending] = await Promise.all([
    caller.tokens.list(),
    caller.deliveryGroups.list(),
    caller.hosts.list(PENDING_HOSTS),
  ])
  return (
    <Prefetched
      queries={[
        { path: 'tokens.list', data: tokens },
        { path: 'deliveryGroups.list', data: groups },
        { path: 'hosts.list', input: PENDING_HOSTS, data: pending },
      ]}
    >
      <EnrolmentScreen />
    </Prefetched>
  )
}
