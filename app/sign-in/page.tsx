import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { HOME } from '~/components/shell/screens'
import { SignInForm } from '~/components/shell/sign-in-form'
import { messagesFor } from '~/locales/catalogue'
import { looks, visitor } from '../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks(null)
  return { title: messagesFor(locale).signIn.title }
}

export default async function SignInPage() {
  if (await visitor()) redirect(HOME)
  return <SignInForm />
}
