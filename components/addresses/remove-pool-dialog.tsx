'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { PoolRow } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { Field, FieldError } from '~/components/ui/field'
import { TextArea } from '~/components/ui/input'
import { toast } from '~/components/ui/toast'

export function RemovePoolDialog({ pool, onClose }: { pool: PoolRow; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const router = useRouter()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const remove = useMutation(
    trpc.pools.remove.mutationOptions({
      onSuccess: () => {
        toast.success(t.pools.removed)
        router.push('/addresses')
        return queries.invalidateQueries(trpc.pools.list.queryFilter())
      },
    }),
  )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`${t.pools.remove}: ${pool.name}`}
      description={t.pools.removeText}
      closeLabel={t.common.close}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setMissing(reason.trim() === '')
          if (reason.trim()) remove.mutate({ id: pool.id, reason: reason.trim() })
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
        {remove.error ? <FieldError>{errorText(remove.error, t)}</FieldError> : null}
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="danger" type="submit" busy={remove.isPending}>
            {t.pools.remove}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
