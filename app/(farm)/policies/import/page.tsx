import type { Metadata } from 'next'
import { MoreText } from '~/components/data/text'
import { ImportScreen } from '~/components/policies/import-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).plans.import.title }
}

export default async function ImportPage() {
  await gate('policies.see')
  return (
    <MoreText of="files">
      <ImportScreen />
    </MoreText>
  )
}
