import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Prefetched } from '~/components/data/prefetched'
import { RolloutScreen } from '~/components/rollouts/rollout-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, orNull, visitor } from '../../../gate'

type Params = Promise<{ id: string }>

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).rollouts.title }
}

export default async function RolloutPage({ params }: { params: Params }) {
  const { caller } = await gate('policies.see')
  const { id } = await params
  const rollout = await orNull(caller.rollouts.get({ id }))
  if (!rollout) notFound()
  const hosts = await caller.rollouts.hosts({ id })
  return (
    <Prefetched
      queries={[
        { path: 'rollouts.get', input: { id }, data: rollout },
        { path: 'rollouts.hosts', input: { id }, data: hosts, infinite: true },
      ]}
    >
      <RolloutScreen id={id} />
    </Prefetched>
  )
}
