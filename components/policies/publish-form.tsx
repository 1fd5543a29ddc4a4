'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { PublishPlan } from '~/components/data/api'
import { appErrorOf, errorText } from '~/components/data/app-error'
import { useRefusal } from '~/components/data/me'
import { ReasonFields, useReasonForm } from '~/components/data/reason-fields'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { deliveryOf, NEW_DELIVERY } from '~/components/rollouts/delivery'
import { DeliveryFields } from '~/components/rollouts/delivery-fields'
import { Callout } from '~/components/ui/callout'
import { FieldError } from '~/components/ui/field'
import { GatedButton } from '~/components/ui/gated-button'
import { toast } from '~/components/ui/toast'
import { PublishReach } from './publish-reach'
import { WarningList } from './warning-list'

interface HeadNow {
  revision: number
  by: string
}

/** Why, how it goes out, and the button: at once, in waves, or by way of a second person. */
export function PublishForm({ plan }: { plan: PublishPlan }) {
  const { t, format } = useText()
  const trpc = useTRPC()
  const router = useRouter()
  const queries = useQueryClient()
  const refusal = useRefusal('policies.publish')
  const [delivery, setDelivery] = useState(NEW_DELIVERY)
  const [newer, setNewer] = useState<HeadNow | null>(null)
  const onError = (error: unknown) => {
    const app = appErrorOf(error)
    if (app?.code !== 'stale') return
    // The reason and ticket stay; the plan is asked for anew, against what stands now.
    setNewer((app.current ?? null) as HeadNow | null)
    void queries.invalidateQueries(trpc.policies.plan.queryFilter())
  }
  const publish = useMutation(
    trpc.policies.publish.mutationOptions({
      onSuccess: ({ revision, changedHosts, rollout }) => {
        toast.success(
          rollout
            ? t.policies.publish.doneInWaves(revision)
            : t.policies.publish.done(revision, changedHosts),
        )
        void queries.invalidateQueries()
        const told = changedHosts > 0 ? `/hosts?revision=${revision}` : `/policies/history/${revision}`
        router.push(rollout ? `/rollouts/${rollout}` : told)
      },
      onError,
    }),
  )
  const ask = useMutation(
    trpc.publishRequests.create.mutationOptions({
      onSuccess: () => {
        toast.success(t.rollouts.requests.asked)
        void queries.invalidateQueries()
        router.push('/rollouts')
      },
      onError,
    }),
  )
  const needsSecond = plan.approveAbove !== null && plan.hosts > plan.approveAbove
  const send = needsSecond ? ask : publish
  const form = useReasonForm((given) =>
    send.mutate({ baseRevision: plan.baseRevision, ...given, ...deliveryOf(delivery, format) }),
  )
  const stale = appErrorOf(send.error)?.code === 'stale'
  return (
    <form
      aria-label={t.policies.publish.title}
      className="grid gap-4 rounded-lg border bg-surface p-4 xl:sticky xl:top-4"
      onSubmit={form.onSubmit}
    >
      <div>
        <p className="text-sm text-ink-3">{t.policies.publish.affected}</p>
        <PublishReach plan={plan} />
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
      <DeliveryFields draft={delivery} onChange={setDelivery} />
      {plan.openRollout ? (
        <Callout tone="attention" title={t.rollouts.delivery.supersedes(plan.openRollout.revision)}>
          {t.rollouts.delivery.supersedesText(plan.openRollout.reached)}
        </Callout>
      ) : null}
      {needsSecond ? (
        <Callout title={t.rollouts.requests.needed(t.common.hosts(plan.approveAbove ?? 0))}>
          {t.rollouts.requests.neededText}
        </Callout>
      ) : null}
      {send.error && !stale ? <FieldError>{errorText(send.error, t)}</FieldError> : null}
      <GatedButton
        type="submit"
        look="primary"
        size="lg"
        refusal={refusal ?? (plan.problems.length > 0 ? t.policies.publish.problems : null)}
        busy={send.isPending || send.isSuccess}
      >
        {needsSecond
          ? t.rollouts.requests.ask
          : publish.isPending
            ? t.policies.publish.publishing
            : t.policies.publish.submit}
      </GatedButton>
    </form>
  )
}
