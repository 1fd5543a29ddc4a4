'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRefusal } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { buttonLook } from '~/components/ui/button'
import { classNames } from '~/components/ui/class-names'

/** How the farm reads filters of several types, and the way to where that is chosen. */
export function FilterRule() {
  const { t } = useText()
  const trpc = useTRPC()
  const refusal = useRefusal('farm.manage')
  const rule = useQuery(trpc.farm.get.queryOptions()).data?.filterRule
  if (!rule) return null
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
      <span>
        {t.policies.rule.title}: <span className="font-medium text-ink">{t.policies.rule.names[rule]}</span>
      </span>
      <span className="text-ink-3">{t.policies.rule.texts[rule]}</span>
      {refusal ? null : (
        <Link
          prefetch={false}
          href="/settings/farm"
          className={classNames(buttonLook({ size: 'sm' }), 'print:hidden')}
        >
          {t.policies.rule.change}
        </Link>
      )}
    </p>
  )
}
