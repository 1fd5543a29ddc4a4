'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { PoolAddressRow } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { ReasonFields, useReasonForm } from '~/components/data/reason-fields'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { Field, FieldError } from '~/components/ui/field'
import { Input } from '~/components/ui/input'
import { Segmented } from '~/components/ui/segmented'

export function ReserveDialog({
  poolId,
  row,
  reserved,
  onClose,
}: {
  poolId: string
  row: PoolAddressRow
  reserved: boolean
  onClose: () => void
}) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [kind, setKind] = useState<'user' | 'program'>('user')
  const [name, setName] = useState('')
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const reserve = useMutation(
    trpc.pools.reserve.mutationOptions({
      onSuccess: () => {
        onClose()
        return queries.invalidateQueries(trpc.pools.pathFilter())
      },
    }),
  )
  const form = useReasonForm(({ reason }) => {
    if (!reserved && name.trim() === '') return
    const whom = reserved ? {} : { [kind]: name.trim(), note: note.trim() }
    reserve.mutate({ id: poolId, address: row.address, ...whom, reason })
  })
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`${reserved ? t.pools.unreserve : t.pools.reserve}: ${row.address}`}
      description={t.pools.reserveText}
      closeLabel={t.common.close}
    >
      <form
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          setTried(true)
          form.onSubmit(event)
        }}
      >
        {reserved ? null : (
          <>
            <Segmented
              label={t.pools.reserve}
              value={kind}
              options={[
                { value: 'user', label: t.pools.forUser },
                { value: 'program', label: t.pools.forProgram },
              ]}
              onChange={setKind}
            />
            <Field
              label={kind === 'user' ? t.pools.forUser : t.pools.forProgram}
              error={tried && name.trim() === '' ? t.pools.reserveText : null}
            >
              {(ids) => (
                <Input
                  {...ids}
                  maxLength={256}
                  value={name}
                  onChange={(event) => setName(event.target.value)}
                />
              )}
            </Field>
            <Field label={t.pools.note} optional={t.common.optional}>
              {(ids) => (
                <Input
                  {...ids}
                  maxLength={200}
                  value={note}
                  onChange={(event) => setNote(event.target.value)}
                />
              )}
            </Field>
          </>
        )}
        <ReasonFields form={form} />
        {reserve.error ? <FieldError>{errorText(reserve.error, t)}</FieldError> : null}
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" busy={reserve.isPending}>
            {t.common.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
