'use client'

import { useQuery } from '@tanstack/react-query'
import { PackageCheck } from 'lucide-react'
import Link from 'next/link'
import type { PublishPlan } from '~/components/data/api'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Page } from '~/components/shell/page'
import { buttonLook } from '~/components/ui/button'
import { Callout } from '~/components/ui/callout'
import { Empty } from '~/components/ui/empty'
import { Panel } from '~/components/ui/panel'
import { SkeletonRows } from '~/components/ui/skeleton'
import { PolicyChanges } from './policy-changes'
import { ProblemText } from './problem-text'
import { PublishForm } from './publish-form'

export function PublishScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const plan = useQuery(trpc.policies.plan.queryOptions(undefined, { refetchOnWindowFocus: false }))
  const { data } = plan
  return (
    <Page
      title={t.policies.publish.title}
      lead={t.policies.publish.question}
      trail={[{ label: t.policies.title, href: '/policies' }]}
    >
      {plan.error ? (
        <LoadFailed
          what={t.policies.publish.changes}
          error={plan.error}
          onRetry={() => void plan.refetch()}
        />
      ) : !data ? (
        <SkeletonRows label={t.common.loading} />
      ) : data.changes.length === 0 ? (
        <div className="rounded-lg border bg-surface">
          <Empty
            icon={PackageCheck}
            title={t.policies.publish.nothing}
            action={
              <Link prefetch={false} href="/policies" className={buttonLook()}>
                {t.policies.title}
              </Link>
            }
          >
            {t.policies.publish.nothingText}
          </Empty>
        </div>
      ) : (
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_400px]">
          <div className="grid min-w-0 gap-4">
            <Problems plan={data} />
            <Panel
              id="changes"
              title={t.policies.publish.changes}
              hint={t.policies.publish.baseRevision(data.baseRevision)}
              flush
            >
              <PolicyChanges changes={data.changes} />
            </Panel>
          </div>
          <PublishForm plan={data} />
        </div>
      )}
    </Page>
  )
}

function Problems({ plan }: { plan: PublishPlan }) {
  const { t } = useText()
  if (plan.problems.length === 0) return null
  return (
    <Callout tone="broken" title={t.policies.publish.problems}>
      <ul className="mt-1 grid gap-1">
        {plan.problems.map((problem) => (
          <li key={`${problem.field}${problem.rule}`}>
            <span className="font-mono text-xs">{problem.field}</span> <ProblemText problem={problem} />
          </li>
        ))}
      </ul>
    </Callout>
  )
}
