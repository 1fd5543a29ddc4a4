import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { AppShell } from '~/components/shell/app-shell'
import { visitor } from '../gate'

export default async function FarmLayout({ children }: { children: ReactNode }) {
  if (!(await visitor())) redirect('/sign-in')
  return <AppShell>{children}</AppShell>
}
