'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { PlanView } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
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

/** Publishes a plan exactly as it stands, at once or in waves. */
export function ApplyPlanForm({ plan }: { plan: PlanView }) {
  const { t, format } = useText()
  const trpc = useTRPC()
  const router = useRouter()
  const queries = useQueryClient()
  const refusal = useRefusal('policies.publish')
  const [delivery, setDelivery] = useState(NEW_DELIVERY)
  const words = t.policies.publish
  const { approveAbove } = plan
  const needsSecond =
    approveAbove !== null && plan.hosts > approveAbove
      ? t.rollouts.requests.needed(t.common.hosts(approveAbove))
      : null
  const apply = useMutation(
    trpc.policies.applyPlan.mutationOptions({
      onSuccess: ({ revision, changedHosts, rollout }) => {
        toast.success(rollout ? words.doneInWaves(revision) : words.done(revision, changedHosts))
        void queries.invalidateQueries()
        router.push(rollout ? `/rollouts/${rollout}` : `/policies/history/${revision}`)
      },
      // What was typed stays; what moved is shown.
      onError: () => void queries.invalidateQueries(trpc.policies.storedPlan.queryFilter()),
    }),
  )
  const form = useReasonForm((given) =>
    apply.mutate({ hash: plan.hash, ...given, ...deliveryOf(delivery, format) }),
  )
  return (
    <form
      aria-label={t.plans.applyTitle}
      className="grid gap-3 rounded-lg border bg-surface p-4"
      onSubmit={form.onSubmit}
    >
      <h2 className="text-sm font-semibold">{t.plans.applyTitle}</h2>
      <ReasonFields form={form} label={words.reason} ticketLabel={words.ticket} />
      <DeliveryFields draft={delivery} onChange={setDelivery} />
      {needsSecond ? <Callout title={needsSecond}>{t.plans.askInDraft}</Callout> : null}
      {apply.error ? <FieldError>{errorText(apply.error, t)}</FieldError> : null}
      <GatedButton
        type="submit"
        className="justify-self-start"
        refusal={refusal ?? (plan.moved.length > 0 ? t.plans.moved.title : needsSecond)}
        busy={apply.isPending || apply.isSuccess}
      >
        {t.plans.apply}
      </GatedButton>
    </form>
  )
}
