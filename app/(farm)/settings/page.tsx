import type { Metadata } from 'next'
import { ProfileScreen } from '~/components/settings/profile-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).administration.title }
}

export default async function SettingsPage() {
  await gate('hosts.see')
  return <ProfileScreen />
}
