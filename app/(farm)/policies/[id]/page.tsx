import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { Prefetched } from '~/components/data/prefetched'
import { PolicyScreen } from '~/components/policies/policy-screen'
import { gate, visitor } from '../../../gate'

type Params = Promise<{ id: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { id } = await params
  const list = await policies().catch(() => null)
  return { title: list?.policies.find((policy) => policy.id === id)?.name }
}

/** Title and page read them once: each policy is judged against every host. */
const policies = cache(async () => (await visitor())?.caller.policies.list() ?? null)

export default async function PolicyPage({ params }: { params: Params }) {
  const { caller } = await gate('policies.see')
  const { id } = await params
  const [list, groups] = await Promise.all([policies(), caller.deliveryGroups.list()])
  const policy = list?.policies.find((one) => one.id === id)
  if (!policy) notFound()
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
