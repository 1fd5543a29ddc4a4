'use client'

import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import Link from 'next/link'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { useUrlFilters } from '~/components/data/use-url-filters'
import { Page } from '~/components/shell/page'
import { buttonLook } from '~/components/ui/button'
import { Callout } from '~/components/ui/callout'
import { Empty } from '~/components/ui/empty'
import { SkeletonRows } from '~/components/ui/skeleton'
import { SaveHtml } from './save-html'
import { WhatIfAnswer } from './what-if-answer'
import { WhatIfForm } from './what-if-form'
import { jsonHref, WHAT_IF_WORDS, whatIfInput } from './what-if-input'

export function WhatIfScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const words = Object.fromEntries(WHAT_IF_WORDS.map((word) => [word, filters.get(word)]))
  const named = filters.get('host')
  const found = useQuery(
    trpc.hosts.list.queryOptions(named ? { q: named, limit: 200, lifecycle: 'active' } : skipToken),
  )
  const host = found.data?.rows.find(({ name }) => name.toLowerCase() === named.toLowerCase())
  const input = named && !host ? null : whatIfInput(words, host?.id ?? null)
  const answer = useQuery(
    trpc.policies.whatIf.queryOptions(input ?? skipToken, { placeholderData: keepPreviousData }),
  )
  const error = found.error ?? answer.error
  return (
    <Page
      title={t.whatIf.title}
      lead={t.whatIf.question}
      actions={
        input ? (
          <>
            <Link prefetch={false} href="/policies/compare" className={buttonLook()}>
              {t.compare.title}
            </Link>
            <SaveHtml input={input} />
            <a href={jsonHref(input)} target="_blank" rel="noreferrer" className={buttonLook({})}>
              {t.whatIf.json}
            </a>
          </>
        ) : null
      }
    >
      <div className="grid items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <WhatIfForm filters={filters} />
        {error ? (
          <LoadFailed what={t.whatIf.title} error={error} onRetry={() => void answer.refetch()} />
        ) : named && found.data && !host ? (
          <Callout tone="attention">{t.whatIf.unknownHost(named)}</Callout>
        ) : !named && !input ? (
          <div className="rounded-lg border bg-surface">
            <Empty icon={FlaskConical} title={t.whatIf.emptyTitle}>
              {t.whatIf.emptyText}
            </Empty>
          </div>
        ) : answer.data ? (
          <WhatIfAnswer answer={answer.data} />
        ) : (
          <SkeletonRows label={t.common.loading} />
        )}
      </div>
    </Page>
  )
}
