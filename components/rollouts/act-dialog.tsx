'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { RolloutView } from '~/components/data/api'
import { ReasonDialog } from '~/components/data/reason-dialog'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { toast } from '~/components/ui/toast'
import type { RolloutAct } from '~/domain/rollout'

interface ActDialogProps {
  act: RolloutAct
  rollout: RolloutView
  onClose: () => void
}

/** Says what the act does and to how many, and asks why. */
export function ActDialog({ act, rollout, onClose }: ActDialogProps) {
  const { t } = useText()
  const words = t.rollouts
  const { id, revision, reached, reachedSessions } = rollout
  const run = useAct(act, onClose)
  return (
    <ReasonDialog
      title={words.actTitle[act](revision)}
      text={words.actText[act]}
      submit={words.acts[act]}
      look={act === 'resume' ? 'primary' : 'danger'}
      busy={run.isPending}
      error={run.error}
      onClose={onClose}
      onSubmit={(reason) => run.mutate({ id, reason })}
    >
      {act === 'roll-back' ? (
        <p className="text-xl font-semibold tracking-tight tabular-nums">
          {words.reaches(t.common.hosts(reached), t.common.sessions(reachedSessions))}
        </p>
      ) : null}
    </ReasonDialog>
  )
}

function useAct(act: RolloutAct, onDone: () => void) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const onSuccess = () => {
    toast.success(t.rollouts.done[act])
    onDone()
    return queries.invalidateQueries()
  }
  const halt = useMutation(trpc.rollouts.halt.mutationOptions({ onSuccess }))
  const resume = useMutation(trpc.rollouts.resume.mutationOptions({ onSuccess }))
  const rollBack = useMutation(trpc.rollouts.rollBack.mutationOptions({ onSuccess }))
  const chosen = { halt, resume, 'roll-back': rollBack }[act]
  return {
    error: chosen.error,
    isPending: chosen.isPending,
    mutate: (input: { id: string; reason: string }) => chosen.mutate(input),
  }
}
