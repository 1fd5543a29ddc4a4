import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Prefetched } from '~/components/data/prefetched'
import { PolicyScreen } from '~/components/policies/policy-screen'
import { gate, orNull, visitor } from '../../../gate'

type Params = Promise<{ id: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { id } = await params
  const who = await visitor()
  const policy = who ? await orNull(who.caller.policies.get({ id })).catch(() => null) : null
  return { title: policy?.name }
}

export default async function PolicyPage({ params }: { params: Params }) {
  const { caller } = await gate('policies.see')
  const { id } = await params
  const policy = await orNull(caller.policies.get({ id }))
  if (!policy) notFound()
  const [list, groups] = await Promise.all([caller.policies.list(), caller.deliveryGroups.list()])
  return (
    <Prefetched
      queries={[
        { path: 'policies.get', input: { id }, data: policy },
        { path: 'policies.list', data: list },
        { path: 'deliveryGroups.list', data: groups },
      ]}
    >
      <PolicyScreen key={id} id={id} />
    </Prefetched>
  )
}
