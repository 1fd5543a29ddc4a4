import type { Metadata } from 'next'
import { CompareScreen } from '~/components/policies/compare-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).compare.title }
}

export default async function Page() {
  await gate('policies.see')
  return <CompareScreen />
}
