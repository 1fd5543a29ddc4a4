import type { Metadata } from 'next'
import { TimeMachineScreen } from '~/components/addresses/time-machine-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).pools.past.title }
}

export default async function TimeMachinePage() {
  await gate('hosts.see')
  return <TimeMachineScreen />
}
