'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import type { PoolAddressRow } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useRefusal } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { Field, FieldError } from '~/components/ui/field'
import { GatedButton } from '~/components/ui/gated-button'
import { Input } from '~/components/ui/input'
import { Segmented } from '~/components/ui/segmented'
import { Address } from './address'

/** One address of a pool: what is known of it, and what can be done. */
export function PoolAddressDetail({
  poolId,
  row,
  note,
}: {
  poolId: string
  row: PoolAddressRow
  note: string
}) {
  const { t } = useText()
  const refusal = useRefusal('hosts.manage')
  const [open, setOpen] = useState(false)
  const reserved = row.reservedUser !== null || row.reservedProgram !== null
  return (
    <div className="grid content-start gap-2 rounded-md border p-3" aria-live="polite">
      <Address address={row.address} className="justify-self-start text-base" />
      <p className="text-sm font-medium">{t.pictures.pool.states[row.state]}</p>
      {note ? <p className="text-sm text-ink-2">{note}</p> : null}
      {row.reservedNote ? <p className="text-sm text-ink-3">{row.reservedNote}</p> : null}
      <div className="flex flex-wrap gap-2">
        {row.sessionId ? (
          <Button asChild size="sm">
            <Link prefetch={false} href={`/sessions?state=all&session=${row.sessionId}`}>
              {t.sessions.session}
            </Link>
          </Button>
        ) : null}
        <Button asChild size="sm">
          <Link prefetch={false} href={`/addresses/then?address=${row.address}`}>
            {t.pools.whoThen}
          </Link>
        </Button>
        {row.leaving ? null : (
          <GatedButton size="sm" refusal={refusal} onClick={() => setOpen(true)}>
            {reserved ? t.pools.unreserve : t.pools.reserve}
          </GatedButton>
        )}
      </div>
      {open ? (
        <ReserveDialog poolId={poolId} row={row} reserved={reserved} onClose={() => setOpen(false)} />
      ) : null}
    </div>
  )
}

function ReserveDialog({
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
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const reserve = useMutation(
    trpc.pools.reserve.mutationOptions({
      onSuccess: () => {
        onClose()
        return queries.invalidateQueries(trpc.pools.pathFilter())
      },
    }),
  )
  const ready = reason.trim() !== '' && (reserved || name.trim() !== '')
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
          event.preventDefault()
          setTried(true)
          if (!ready) return
          const whom = reserved ? {} : { [kind]: name.trim(), note: note.trim() }
          reserve.mutate({ id: poolId, address: row.address, ...whom, reason: reason.trim() })
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
        <Field label={t.common.reason} error={tried && reason.trim() === '' ? t.common.reasonNeeded : null}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
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
