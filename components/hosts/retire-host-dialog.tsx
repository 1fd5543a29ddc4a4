'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { HostView } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { Field, FieldError } from '~/components/ui/field'
import { TextArea } from '~/components/ui/input'
import { toast } from '~/components/ui/toast'

/** Retiring shows how many sessions it meets, and asks why. */
export function RetireHostDialog({ host, onClose }: { host: HostView; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const retire = useMutation(
    trpc.hosts.retire.mutationOptions({
      onSuccess: () => {
        toast.success(t.hosts.retire.done(host.name))
        onClose()
        return queries.invalidateQueries(trpc.hosts.pathFilter())
      },
    }),
  )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t.hosts.retire.title(host.name)}
      description={t.hosts.retire.text(host.sessions)}
      closeLabel={t.common.close}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setMissing(reason.trim() === '')
          if (reason.trim()) retire.mutate({ id: host.id, reason: reason.trim() })
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
        {retire.error ? <FieldError>{errorText(retire.error, t)}</FieldError> : null}
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="danger" type="submit" busy={retire.isPending}>
            {t.hosts.retire.submit}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
