'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FindingView } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { Field } from '~/components/ui/field'
import { TextArea } from '~/components/ui/input'
import { inert } from '~/domain/inert-text'
import { useUndoAway } from './use-undo-away'

export function DismissDialog({ finding, onClose }: { finding: FindingView; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const putAway = useUndoAway(finding)
  const dismiss = useMutation(
    trpc.discovery.dismiss.mutationOptions({
      onSuccess: () => {
        putAway(t.discovery.dismiss.done(inert(finding.program)))
        void queries.invalidateQueries(trpc.discovery.pathFilter())
        onClose()
      },
    }),
  )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t.discovery.dismiss.title(inert(finding.program))}
      description={t.discovery.dismiss.text}
      closeLabel={t.common.close}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setMissing(reason.trim() === '')
          if (reason.trim()) dismiss.mutate({ id: finding.id, reason: reason.trim() })
        }}
      >
        <Field
          label={t.discovery.dismiss.reason}
          error={missing ? t.common.reasonNeeded : dismiss.error ? errorText(dismiss.error, t) : null}
        >
          {(ids) => (
            <TextArea
              {...ids}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" busy={dismiss.isPending}>
            {t.discovery.dismiss.submit}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
