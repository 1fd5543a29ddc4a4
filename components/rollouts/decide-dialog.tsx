'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { PublishRequestRow } from '~/components/data/api'
import { ReasonDialog } from '~/components/data/reason-dialog'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { PolicyChanges } from '~/components/policies/policy-changes'
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
  const decide = useDecide(decision, onClose)
  const approves = decision === 'approve'
  const no = request.own ? words.withdraw : words.decline
  return (
    <ReasonDialog
      title={approves ? words.approveTitle : words.declineTitle}
      text={approves ? words.approveText(request.by) : words.declineText}
      submit={approves ? words.approve : no}
      look={approves ? 'primary' : 'danger'}
      busy={decide.isPending}
      error={decide.error}
      onClose={onClose}
      onSubmit={(reason) => decide.mutate({ id: request.id, reason })}
    >
      <RequestSummary request={request} />
    </ReasonDialog>
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
    <div className="grid gap-2">
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
