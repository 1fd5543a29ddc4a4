import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { RevisionScreen } from '~/components/policies/revision-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, orNull, visitor } from '../../../../gate'

type Params = Promise<{ number: string }>

export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  const number = Number((await params).number)
  return { title: Number.isInteger(number) ? messagesFor(locale).policies.revisions.one(number) : undefined }
}

export default async function RevisionPage({ params }: { params: Params }) {
  const { caller } = await gate('policies.see')
  const revision = await orNull(caller.policies.revision({ number: Number((await params).number) }))
  if (!revision) notFound()
  return <RevisionScreen revision={revision} />
}
