'use client'

import type { LucideIcon } from 'lucide-react'
import Link, { useLinkStatus } from 'next/link'
import { usePathname } from 'next/navigation'
import { useMe } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { attentionCount, useRolloutAttention } from '~/components/rollouts/use-rollout-attention'
import { classNames } from '~/components/ui/class-names'
import { StateShape } from '~/components/ui/state-mark'
import { SCREENS, SECTIONS } from './screens'

/** The screens that the role may see. */
export function SideNav({ onNavigate }: { onNavigate?: () => void }) {
  const { t } = useText()
  const { permissions } = useMe()
  const path = usePathname()
  const allowed = SCREENS.filter(({ permission }) => permissions.includes(permission))
  return (
    <nav aria-label={t.shell.navigation} className="grid min-h-0 gap-4 overflow-y-auto">
      {SECTIONS.map((section) => {
        const screens = allowed.filter((screen) => screen.section === section)
        return screens.length > 0 ? (
          <div key={section}>
            <p id={`nav-${section}`} className="px-2.5 pb-1 text-xs text-ink-3">
              {t.shell.sections[section]}
            </p>
            <ul aria-labelledby={`nav-${section}`} className="grid gap-0.5">
              {screens.map(({ key, href, icon: Icon }) => {
                const here =
                  path === href || path.startsWith(`${href}/`) || (key === 'settings' && path === '/users')
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
                      {key === 'rollouts' ? <RolloutMark /> : null}
                    </Link>
                  </li>
                )
              })}
            </ul>
          </div>
        ) : null
      })}
    </nav>
  )
}

/** How many rollouts and approvals wait for somebody. */
function RolloutMark() {
  const { t, format } = useText()
  const attention = useRolloutAttention()
  const waiting = attention ? attentionCount(attention) : 0
  if (waiting === 0) return null
  return (
    <span
      title={t.rollouts.attention.mark(waiting)}
      className="ml-auto inline-flex items-center gap-1 text-xs font-medium text-attention tabular-nums"
    >
      <StateShape tone="attention" />
      <span aria-hidden>{format.number(waiting)}</span>
      <span className="sr-only">({t.rollouts.attention.mark(waiting)})</span>
    </span>
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
