'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { PlanView } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useRefusal } from '~/components/data/me'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { Page } from '~/components/shell/page'
import { Callout } from '~/components/ui/callout'
import { FieldError } from '~/components/ui/field'
import { GatedButton } from '~/components/ui/gated-button'
import { Panel } from '~/components/ui/panel'
import { SkeletonRows } from '~/components/ui/skeleton'
import { toast } from '~/components/ui/toast'
import { ApplyPlanForm } from './apply-plan-form'
import { ImportRemarks } from './import-remarks'
import { PlanEffects } from './plan-effects'
import { PolicyChanges } from './policy-changes'
import { WarningList } from './warning-list'

/** One stored plan, for whoever reviews it: what it changes, for whom, what was left out, and what can be done with it. */
export function PlanScreen({ hash }: { hash: string }) {
  const { t } = useText()
  const trpc = useTRPC()
  const plan = useQuery(trpc.policies.storedPlan.queryOptions({ hash }))
  const { data } = plan
  return (
    <Page
      title={`${t.plans.one} ${hash.slice(0, 12)}`}
      lead={data ? <Made plan={data} /> : undefined}
      trail={[
        { label: t.policies.title, href: '/policies' },
        { label: t.plans.title, href: '/policies/plans' },
      ]}
    >
      {plan.error ? (
        <LoadFailed what={t.plans.one} error={plan.error} onRetry={() => void plan.refetch()} />
      ) : !data ? (
        <SkeletonRows label={t.common.loading} />
      ) : (
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_400px]">
          <div className="grid min-w-0 gap-4">
            <Panel id="changes" title={t.plans.changes} flush>
              <PolicyChanges changes={data.changes} />
            </Panel>
            {data.origin ? <ImportRemarks origin={data.origin} /> : null}
            <Panel id="effects" title={t.plans.effects} hint={t.plans.effectsHint} flush>
              <PlanEffects effects={data.effects} />
            </Panel>
          </div>
          <div className="grid gap-4 xl:sticky xl:top-4">
            <Decide plan={data} />
            <Panel id="warnings" title={t.plans.warnings}>
              <WarningList warnings={data.warnings} withPolicy />
            </Panel>
          </div>
        </div>
      )}
    </Page>
  )
}

function Made({ plan }: { plan: PlanView }) {
  const { t } = useText()
  return (
    <>
      <Time at={plan.createdAt} /> · {t.common.by(plan.by)} ·{' '}
      {t.policies.publish.baseRevision(plan.baseRevision)}
    </>
  )
}

function Decide({ plan }: { plan: PlanView }) {
  const { t } = useText()
  const words = t.policies.publish
  if (plan.appliedAs !== null) return <Callout title={t.plans.applied(plan.appliedAs)} />
  return (
    <>
      {plan.moved.length > 0 ? (
        <Callout tone="attention" title={t.plans.moved.title}>
          {plan.moved.map((what) => t.plans.moved[what]).join(' ')} {t.plans.moved.mend}
        </Callout>
      ) : null}
      {plan.lostEdits.length > 0 ? (
        <Callout tone="attention" title={t.plans.lost}>
          {plan.lostEdits.map(({ policy }) => policy).join(', ')}
        </Callout>
      ) : null}
      <div className="grid gap-4 rounded-lg border bg-surface p-4">
        <div>
          <p className="text-sm text-ink-3">{words.affected}</p>
          <p className="text-xl font-semibold tracking-tight tabular-nums">
            {plan.hosts === 0
              ? words.noHosts
              : words.affectedText(t.common.hosts(plan.hosts), t.common.sessions(plan.sessions))}
          </p>
        </div>
        <Take plan={plan} />
      </div>
      <ApplyPlanForm plan={plan} />
    </>
  )
}

function Take({ plan }: { plan: PlanView }) {
  const { t } = useText()
  const trpc = useTRPC()
  const router = useRouter()
  const queries = useQueryClient()
  const refusal = useRefusal('policies.edit')
  const take = useMutation(
    trpc.policies.takePlan.mutationOptions({
      onSuccess: () => {
        toast.success(t.plans.taken)
        void queries.invalidateQueries()
        router.push('/policies/publish')
      },
    }),
  )
  const moved = plan.moved.includes('draft')
  return (
    <div className="grid gap-1.5">
      <GatedButton
        look="primary"
        className="justify-self-start"
        refusal={refusal ?? (moved ? t.plans.moved.draft : null)}
        busy={take.isPending}
        onClick={() => take.mutate({ hash: plan.hash })}
      >
        {t.plans.take}
      </GatedButton>
      <p className="text-sm text-ink-3">{t.plans.takeHint}</p>
      {take.error ? <FieldError>{errorText(take.error, t)}</FieldError> : null}
    </div>
  )
}
