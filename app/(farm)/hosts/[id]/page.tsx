import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Prefetched } from '~/components/data/prefetched'
import { HostScreen } from '~/components/hosts/host-screen'
import { gate, orNull, visitor } from '../../../gate'

type Params = Promise<{ id: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { id } = await params
  const who = await visitor()
  const host = who ? await orNull(who.caller.hosts.get({ id })).catch(() => null) : null
  return { title: host?.name }
}

export default async function HostPage({ params }: { params: Params }) {
  const { caller, me } = await gate('hosts.see')
  const { id } = await params
  const host = await orNull(caller.hosts.get({ id }))
  if (!host) notFound()
  // Only an active host is given anything.
  const resolution =
    host.lifecycle === 'active' && me.permissions.includes('policies.see')
      ? [
          {
            path: 'policies.resultant',
            input: { hostId: id },
            data: await caller.policies.resultant({ hostId: id }),
          },
        ]
      : []
  return (
    <Prefetched queries={[{ path: 'hosts.get', input: { id }, data: host }, ...resolution]}>
      <HostScreen id={id} />
    </Prefetched>
  )
}
