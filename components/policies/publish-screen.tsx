'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { PackageCheck } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { PublishPlan } from '~/components/data/api'
import { appErrorOf, errorText } from '~/components/data/app-error'
import { useRefusal } from '~/components/data/me'
import { LoadFailed } from '~/components/data/query-state'
import { ReasonFields, useReasonForm } from '~/components/data/reason-fields'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Page } from '~/components/shell/page'
import { buttonLook } from '~/components/ui/button'
import { Callout } from '~/components/ui/callout'
import { Empty } from '~/components/ui/empty'
import { FieldError } from '~/components/ui/field'
import { GatedButton } from '~/components/ui/gated-button'
import { Panel } from '~/components/ui/panel'
import { SkeletonRows } from '~/components/ui/skeleton'
import { toast } from '~/components/ui/toast'
import { PolicyChanges } from './policy-changes'
import { ProblemText } from './problem-text'
import { WarningList } from './warning-list'

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

interface HeadNow {
  revision: number
  by: string
}

function PublishForm({ plan }: { plan: PublishPlan }) {
  const { t } = useText()
  const trpc = useTRPC()
  const router = useRouter()
  const queries = useQueryClient()
  const refusal = useRefusal('policies.publish')
  const [newer, setNewer] = useState<HeadNow | null>(null)
  const publish = useMutation(
    trpc.policies.publish.mutationOptions({
      onSuccess: ({ revision, changedHosts }) => {
        toast.success(t.policies.publish.done(revision, changedHosts))
        void queries.invalidateQueries()
        router.push('/hosts')
      },
      onError: (error) => {
        const app = appErrorOf(error)
        if (app?.code !== 'stale') return
        // The reason and ticket stay; the plan is asked for anew, against what stands now.
        setNewer((app.current ?? null) as HeadNow | null)
        void queries.invalidateQueries(trpc.policies.plan.queryFilter())
      },
    }),
  )
  const form = useReasonForm((given) => publish.mutate({ baseRevision: plan.baseRevision, ...given }))
  const stale = appErrorOf(publish.error)?.code === 'stale'
  return (
    <form
      aria-label={t.policies.publish.title}
      className="grid gap-4 rounded-lg border bg-surface p-4 xl:sticky xl:top-4"
      onSubmit={form.onSubmit}
    >
      <div>
        <p className="text-sm text-ink-3">{t.policies.publish.affected}</p>
        <p className="text-xl font-semibold tracking-tight tabular-nums">
          {plan.hosts === 0
            ? t.policies.publish.noHosts
            : t.policies.publish.affectedText(t.common.hosts(plan.hosts), t.common.sessions(plan.sessions))}
        </p>
        <p className="text-sm text-ink-3">{t.policies.publish.affectedHint}</p>
      </div>
      {plan.warnings.length > 0 ? <WarningList warnings={plan.warnings} withPolicy /> : null}
      {stale ? (
        <Callout tone="attention" live title={t.policies.publish.stale}>
          {newer ? t.policies.publish.staleText(newer.revision, newer.by) : t.errors.stale}
        </Callout>
      ) : null}
      <ReasonFields
        form={form}
        label={t.policies.publish.reason}
        placeholder={t.policies.publish.reasonPlaceholder}
        ticketLabel={t.policies.publish.ticket}
      />
      {publish.error && !stale ? <FieldError>{errorText(publish.error, t)}</FieldError> : null}
      <GatedButton
        type="submit"
        look="primary"
        size="lg"
        refusal={refusal ?? (plan.problems.length > 0 ? t.policies.publish.problems : null)}
        busy={publish.isPending || publish.isSuccess}
      >
        {publish.isPending ? t.policies.publish.publishing : t.policies.publish.submit}
      </GatedButton>
    </form>
  )
}
