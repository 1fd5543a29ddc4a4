import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Prefetched } from '~/components/data/prefetched'
import { RequestScreen } from '~/components/rollouts/request-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, orNull, visitor } from '../../../../gate'

type Params = Promise<{ id: string }>

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).rollouts.requests.title }
}

export default async function RequestPage({ params }: { params: Params }) {
  const { caller } = await gate('policies.see')
  const { id } = await params
  const request = await orNull(caller.publishRequests.get({ id }))
  if (!request) notFound()
  return (
    <Prefetched queries={[{ path: 'publishRequests.get', input: { id }, data: request }]}>
      <RequestScreen id={id} />
    </Prefetched>
  )
}
