'use client'

import type { LucideIcon } from 'lucide-react'
import Link, { useLinkStatus } from 'next/link'
import { usePathname } from 'next/navigation'
import { useMe } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { classNames } from '~/components/ui/class-names'
import { SCREENS } from './screens'

/** The screens that the role may see. */
export function SideNav({ onNavigate }: { onNavigate?: () => void }) {
  const { t } = useText()
  const { permissions } = useMe()
  const path = usePathname()
  return (
    <nav aria-label={t.shell.navigation}>
      <ul className="grid gap-0.5">
        {SCREENS.filter(({ permission }) => permissions.includes(permission)).map(
          ({ key, href, icon: Icon }) => {
            const here = path === href || path.startsWith(`${href}/`)
            return (
              <li key={key}>
                <Link
                  prefetch={false}
                  href={href}
                  onClick={onNavigate}
                  aria-current={here ? 'page' : undefined}
                  className={classNames(
                    'flex h-8 items-center gap-2.5 rounded-md px-2.5 text-sm transition-colors max-lg:h-11 max-lg:text-base',
                    here ? 'bg-hover font-medium text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
                  )}
                >
                  <NavIcon icon={Icon} here={here} />
                  {t.shell.nav[key]}
                </Link>
              </li>
            )
          },
        )}
      </ul>
    </nav>
  )
}

/** Breathes while the page is under way: a click is answered at once. */
function NavIcon({ icon: Icon, here }: { icon: LucideIcon; here: boolean }) {
  const { pending } = useLinkStatus()
  return (
    <Icon
      aria-hidden
      className={classNames(
        'size-4',
        here || pending ? 'text-accent' : 'text-ink-3',
        pending && 'animate-breathe',
      )}
    />
  )
}
