import type { ReactNode } from 'react'
import { AppShell } from '~/components/shell/app-shell'
import { askToSignIn, visitor } from '../gate'

export default async function FarmLayout({ children }: { children: ReactNode }) {
  if (!(await visitor())) await askToSignIn()
  return <AppShell>{children}</AppShell>
}
