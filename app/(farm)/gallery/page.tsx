import type { Metadata } from 'next'
import { GalleryScreen } from '~/components/gallery/gallery-screen'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, visitor } from '../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).pictures.gallery.title }
}

export default async function GalleryPage() {
  await gate('hosts.see')
  return <GalleryScreen />
}
