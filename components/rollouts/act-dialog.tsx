'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { RolloutView } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { Field, FieldError } from '~/components/ui/field'
import { TextArea } from '~/components/ui/input'
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
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const { id, revision, reached, reachedSessions } = rollout
  const run = useAct(act, onClose)
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={words.actTitle[act](revision)}
      description={words.actText[act]}
      closeLabel={t.common.close}
    >
      {act === 'roll-back' ? (
        <p className="mb-4 text-xl font-semibold tracking-tight tabular-nums">
          {words.reaches(t.common.hosts(reached), t.common.sessions(reachedSessions))}
        </p>
      ) : null}
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setMissing(reason.trim() === '')
          if (reason.trim()) run.mutate({ id, reason: reason.trim() })
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
        {run.error ? <FieldError>{errorText(run.error, t)}</FieldError> : null}
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look={act === 'resume' ? 'primary' : 'danger'} type="submit" busy={run.isPending}>
            {words.acts[act]}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
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
