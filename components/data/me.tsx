'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { Me, Permission } from './api'
import { useText } from './text'

const MeContext = createContext<Me | null>(null)

export function MeProvider({ me, children }: { me: Me | null; children: ReactNode }) {
  return <MeContext value={me}>{children}</MeContext>
}

/** Who is signed in. Only for screens behind the gate. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (!me) throw new Error('useMe is for signed-in screens')
  return me
}

/** Null when the person may; else the reason to show on the disabled action. */
export function useRefusal(permission: Permission): string | null {
  const { t } = useText()
  return useMe().permissions.includes(permission) ? null : t.common.notAllowed
}
