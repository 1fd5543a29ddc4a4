import type { Metadata } from 'next'
import { MoreText } from '~/components/data/text'
import { ExportScreen } from '~/components/policies/export-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).policyExport.title }
}

export default async function Page() {
  await gate('policies.see')
  return (
    <MoreText of="files">
      <ExportScreen />
    </MoreText>
  )
}
