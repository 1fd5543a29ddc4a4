import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PoolScreen } from '~/components/addresses/pool-screen'
import { gate, orNull, visitor } from '../../../../gate'

type Params = Promise<{ id: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { id } = await params
  const who = await visitor()
  const pool = who ? await orNull(who.caller.pools.get({ id })).catch(() => null) : null
  return { title: pool?.name }
}

export default async function PoolPage({ params }: { params: Params }) {
  const { caller } = await gate('hosts.see')
  const { id } = await params
  if (!(await orNull(caller.pools.get({ id })))) notFound()
  return <PoolScreen id={id} />
}
