import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { landing } from '~/components/shell/landing'
import { SignInForm } from '~/components/shell/sign-in-form'
import { messagesFor } from '~/locales/catalogue'
import { looks, type SearchParams, visitor } from '../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks(null)
  return { title: messagesFor(locale).signIn.title }
}

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const { next } = await searchParams
  if (await visitor()) redirect(landing(typeof next === 'string' ? next : null))
  return <SignInForm />
}
