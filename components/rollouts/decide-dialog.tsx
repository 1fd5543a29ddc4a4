'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PublishRequestRow } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { PolicyChanges } from '~/components/policies/policy-changes'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { Field, FieldError } from '~/components/ui/field'
import { TextArea } from '~/components/ui/input'
import { toast } from '~/components/ui/toast'
import { targetText } from './target-text'

export type Decision = 'approve' | 'decline'

interface DecideProps {
  decision: Decision
  request: PublishRequestRow
  onClose: () => void
}

/** Yes or no to somebody's publish, with the reason. */
export function DecideDialog({ decision, request, onClose }: DecideProps) {
  const { t } = useText()
  const words = t.rollouts.requests
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const decide = useDecide(decision, onClose)
  const approves = decision === 'approve'
  const no = request.own ? words.withdraw : words.decline
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={approves ? words.approveTitle : words.declineTitle}
      description={approves ? words.approveText(request.by) : words.declineText}
      closeLabel={t.common.close}
    >
      <RequestSummary request={request} />
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setMissing(reason.trim() === '')
          if (reason.trim()) decide.mutate({ id: request.id, reason: reason.trim() })
        }}
      >
        <Field label={t.common.reason} error={missing ? t.common.reasonNeeded : null}>
          {(ids) => (
            <TextArea
              {...ids}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {decide.error ? <FieldError>{errorText(decide.error, t)}</FieldError> : null}
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look={approves ? 'primary' : 'danger'} type="submit" busy={decide.isPending}>
            {approves ? words.approve : no}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

/** What is agreed to, where one agrees: how many hosts, in which waves, and which policies change how. */
function RequestSummary({ request: { id, hosts, ticket, reason } }: { request: PublishRequestRow }) {
  const text = useText()
  const { t } = text
  const trpc = useTRPC()
  const { data } = useQuery(trpc.publishRequests.get.queryOptions({ id }))
  const reach = t.common.hosts(hosts)
  const waves = data?.plan?.waves.map((target) => targetText(target, text)).join(' → ')
  return (
    <div className="mb-4 grid gap-2">
      <p className="text-xl font-semibold tracking-tight tabular-nums">
        {data && data.sessions !== null ? t.rollouts.reaches(reach, t.common.sessions(data.sessions)) : reach}
      </p>
      <p className="text-sm text-ink-2">
        {ticket ? `${ticket}: ` : ''}
        {reason}
      </p>
      {data ? (
        <>
          <p className="text-sm text-ink-2">
            {t.rollouts.delivery.how[waves ? 'waves' : 'once']}
            {waves ? `: ${waves}` : ''}
          </p>
          {data.changes ? (
            <div className="max-h-64 overflow-y-auto rounded-md border">
              <PolicyChanges changes={data.changes} />
            </div>
          ) : null}
        </>
      ) : null}
    </div>
  )
}

function useDecide(decision: Decision, onDone: () => void) {
  const { t } = useText()
  const words = t.rollouts.requests
  const trpc = useTRPC()
  const queries = useQueryClient()
  const over = () => {
    onDone()
    return queries.invalidateQueries()
  }
  const approve = useMutation(
    trpc.publishRequests.approve.mutationOptions({
      onSuccess: ({ revision }) => {
        toast.success(words.doneApproved(revision))
        return over()
      },
      onError: () => queries.invalidateQueries(trpc.publishRequests.pathFilter()),
    }),
  )
  const decline = useMutation(
    trpc.publishRequests.decline.mutationOptions({
      onSuccess: () => {
        toast.success(words.doneDeclined)
        return over()
      },
    }),
  )
  const chosen = decision === 'approve' ? approve : decline
  return {
    error: chosen.error,
    isPending: chosen.isPending,
    mutate: (input: { id: string; reason: string }) => chosen.mutate(input),
  }
}
