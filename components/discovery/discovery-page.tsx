'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import type { Permission } from '~/components/data/api'
import { useMe } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { Page } from '~/components/shell/page'
import { classNames } from '~/components/ui/class-names'

const TABS = [
  { key: 'findings', href: '/discovery', permission: 'hosts.see' },
  { key: 'captures', href: '/discovery/captures', permission: 'hosts.see' },
  { key: 'forecast', href: '/discovery/forecast', permission: 'policies.see' },
  { key: 'catalogue', href: '/discovery/catalogue', permission: 'hosts.see' },
] as const satisfies { key: string; href: string; permission: Permission }[]

/** The frame that the screens of discovery share: one question, several ways to look at it. */
export function DiscoveryPage({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  const { t } = useText()
  const path = usePathname()
  const { permissions } = useMe()
  return (
    <Page title={t.discovery.title} lead={t.discovery.question} actions={actions}>
      <nav
        aria-label={t.discovery.tabsLabel}
        className="flex gap-1 overflow-x-auto overflow-y-hidden border-b"
      >
        {TABS.filter(({ permission }) => permissions.includes(permission)).map(({ key, href }) => (
          <Link
            key={key}
            href={href}
            prefetch={false}
            aria-current={path === href ? 'page' : undefined}
            className={classNames(
              '-mb-px border-b-2 px-3 py-2 text-sm whitespace-nowrap',
              path === href
                ? 'border-accent font-medium text-ink'
                : 'border-transparent text-ink-2 hover:text-ink',
            )}
          >
            {t.discovery.tabs[key]}
          </Link>
        ))}
      </nav>
      {children}
    </Page>
  )
}
