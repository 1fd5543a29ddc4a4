'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { RestorePlan } from '~/components/data/api'
import { appErrorOf, errorText } from '~/components/data/app-error'
import { LoadFailed } from '~/components/data/query-state'
import { ReasonFields, useReasonForm } from '~/components/data/reason-fields'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Callout } from '~/components/ui/callout'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { FieldError } from '~/components/ui/field'
import { SkeletonRows } from '~/components/ui/skeleton'
import { toast } from '~/components/ui/toast'
import { PolicyChanges } from './policy-changes'

interface RestoreProps {
  number: number
  onClose: () => void
}

export function RestoreDialog({ number, onClose }: RestoreProps) {
  const { t } = useText()
  const trpc = useTRPC()
  const plan = useQuery(
    trpc.policies.restorePlan.queryOptions({ number }, { refetchOnWindowFocus: false, staleTime: 0 }),
  )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t.policies.restore.title(number)}
      description={t.policies.restore.text}
      closeLabel={t.common.close}
      wide
    >
      {plan.error ? (
        <LoadFailed
          what={t.policies.publish.changes}
          error={plan.error}
          onRetry={() => void plan.refetch()}
        />
      ) : !plan.data ? (
        <SkeletonRows label={t.common.loading} />
      ) : plan.data.changes.length === 0 ? (
        <p className="text-sm text-ink-2">{t.policies.restore.nothing}</p>
      ) : (
        <>
          <BlastRadius plan={plan.data} />
          <RestoreForm number={number} plan={plan.data} onClose={onClose} />
        </>
      )}
    </Dialog>
  )
}

function BlastRadius({ plan }: { plan: RestorePlan }) {
  const { t } = useText()
  const words = t.policies.publish
  return (
    <div className="mb-4 grid gap-3">
      <div>
        <p className="text-sm text-ink-3">{words.affected}</p>
        <p className="text-xl font-semibold tracking-tight tabular-nums">
          {plan.hosts === 0
            ? words.noHosts
            : words.affectedText(t.common.hosts(plan.hosts), t.common.sessions(plan.sessions))}
        </p>
        <p className="text-sm text-ink-3">{words.affectedHint}</p>
      </div>
      {plan.lostEdits.length > 0 ? (
        <Callout tone="attention" title={t.policies.restore.lost}>
          {plan.lostEdits.map(({ policy }) => policy).join(', ')}
        </Callout>
      ) : null}
      <div className="max-h-72 overflow-y-auto rounded-lg border">
        <PolicyChanges changes={plan.changes} />
      </div>
    </div>
  )
}

function RestoreForm({ number, plan, onClose }: RestoreProps & { plan: RestorePlan }) {
  const { t } = useText()
  const restore = useRestore(onClose)
  const form = useReasonForm((given) => restore.mutate({ number, baseRevision: plan.baseRevision, ...given }))
  return (
    <form className="grid gap-4" onSubmit={form.onSubmit}>
      <ReasonFields form={form} label={t.policies.publish.reason} ticketLabel={t.policies.publish.ticket} />
      {restore.error ? <FieldError>{errorText(restore.error, t)}</FieldError> : null}
      <DialogActions>
        <Button onClick={onClose}>{t.common.cancel}</Button>
        <Button look="danger" type="submit" busy={restore.isPending}>
          {t.policies.restore.submit}
        </Button>
      </DialogActions>
    </form>
  )
}

function useRestore(onDone: () => void) {
  const { t } = useText()
  const trpc = useTRPC()
  const router = useRouter()
  const queries = useQueryClient()
  return useMutation(
    trpc.policies.restore.mutationOptions({
      onSuccess: ({ revision, changedHosts }) => {
        toast.success(t.policies.publish.done(revision, changedHosts))
        onDone()
        void queries.invalidateQueries()
        router.push(`/policies/history/${revision}`)
      },
      onError: (error) => {
        // What was typed stays; what would change is asked for anew, against what stands now.
        if (appErrorOf(error)?.code === 'stale')
          void queries.invalidateQueries(trpc.policies.restorePlan.queryFilter())
      },
    }),
  )
}
