import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Prefetched } from '~/components/data/prefetched'
import { MoreText } from '~/components/data/text'
import { PlanScreen } from '~/components/policies/plan-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, orNull, visitor } from '../../../../gate'

type Params = Promise<{ hash: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: `${messagesFor(locale).plans.one} ${(await params).hash.slice(0, 12)}` }
}

export default async function PlanPage({ params }: { params: Params }) {
  const { caller } = await gate('policies.see')
  const { hash } = await params
  const plan = await orNull(caller.policies.storedPlan({ hash }))
  if (!plan) notFound()
  return (
    <Prefetched queries={[{ path: 'policies.storedPlan', input: { hash }, data: plan }]}>
      <MoreText of="files">
        <PlanScreen hash={hash} />
      </MoreText>
    </Prefetched>
  )
}
