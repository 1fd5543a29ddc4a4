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

/** Taking a key away locks machines out: it says which, and asks why. */
export function RekeyHostDialog({ host, onClose }: { host: HostView; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const rekey = useMutation(
    trpc.hosts.rekey.mutationOptions({
      onSuccess: () => {
        toast.success(t.windowsHosts.rekey.done(host.name))
        onClose()
        return queries.invalidateQueries(trpc.hosts.pathFilter())
      },
    }),
  )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t.windowsHosts.rekey.title(host.name)}
      description={t.windowsHosts.rekey.text}
      closeLabel={t.common.close}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setMissing(reason.trim() === '')
          if (reason.trim()) rekey.mutate({ id: host.id, reason: reason.trim() })
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
        {rekey.error ? <FieldError>{errorText(rekey.error, t)}</FieldError> : null}
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="danger" type="submit" busy={rekey.isPending}>
            {t.windowsHosts.rekey.submit}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
