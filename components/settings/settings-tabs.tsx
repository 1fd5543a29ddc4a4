'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import type { Permission } from '~/components/data/api'
import { useMe } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { classNames } from '~/components/ui/class-names'

/** The pages of the settings, and who may see each. */
export const SETTINGS_PAGES = [
  { key: 'profile', href: '/settings', permission: null },
  { key: 'farm', href: '/settings/farm', permission: 'farm.manage' },
  { key: 'users', href: '/users', permission: 'farm.manage' },
  { key: 'tokens', href: '/enrolment', permission: 'hosts.manage' },
  { key: 'keys', href: '/settings/keys', permission: 'farm.manage' },
  { key: 'about', href: '/settings/about', permission: null },
] as const satisfies { key: string; href: string; permission: Permission | null }[]

export function SettingsTabs() {
  const { t } = useText()
  const { permissions } = useMe()
  const path = usePathname()
  const bar = useRef<HTMLElement>(null)
  // On a phone the bar is longer than the screen: where one is must be in sight.
  useEffect(() => {
    const here = bar.current?.querySelector<HTMLElement>(`a[href="${path}"]`)
    if (bar.current && here)
      bar.current.scrollLeft = here.offsetLeft - (bar.current.clientWidth - here.offsetWidth) / 2
  }, [path])
  const pages = SETTINGS_PAGES.filter(({ permission }) => !permission || permissions.includes(permission))
  return (
    <nav
      ref={bar}
      aria-label={t.administration.title}
      className="relative -mb-px overflow-x-auto border-b print:hidden"
    >
      <ul className="flex gap-1">
        {pages.map(({ key, href }) => (
          <li key={key}>
            <Link
              prefetch={false}
              href={href}
              aria-current={path === href ? 'page' : undefined}
              className={classNames(
                'block border-b-2 px-3 py-2 text-sm whitespace-nowrap -outline-offset-2',
                path === href
                  ? 'border-accent font-medium text-ink'
                  : 'border-transparent text-ink-2 hover:border-line-strong hover:text-ink',
              )}
            >
              {t.administration.pages[key]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
