'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { appErrorOf, errorText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { Field } from '~/components/ui/field'
import { Input } from '~/components/ui/input'
import { toast } from '~/components/ui/toast'

const MIN_LENGTH = 12

export function PasswordDialog({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { t } = useText()
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t.shell.password.title}
      description={t.shell.password.text}
      closeLabel={t.common.close}
    >
      <PasswordForm onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

function PasswordForm({ onDone }: { onDone: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [tooShort, setTooShort] = useState(false)
  const change = useMutation(
    trpc.me.changePassword.mutationOptions({
      onSuccess: () => {
        toast.success(t.shell.password.done)
        onDone()
      },
    }),
  )
  const wrong = appErrorOf(change.error)?.code === 'wrong-credentials'
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        setTooShort(next.length < MIN_LENGTH)
        if (next.length >= MIN_LENGTH) change.mutate({ current, next })
      }}
    >
      <Field label={t.shell.password.current} error={wrong ? t.shell.password.wrong : null}>
        {(ids) => (
          <Input
            {...ids}
            type="password"
            autoComplete="current-password"
            required
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t.shell.password.next}
        hint={t.shell.password.hint}
        error={
          tooShort ? t.shell.password.tooShort : change.error && !wrong ? errorText(change.error, t) : null
        }
      >
        {(ids) => (
          <Input
            {...ids}
            type="password"
            autoComplete="new-password"
            required
            value={next}
            onChange={(event) => setNext(event.target.value)}
          />
        )}
      </Field>
      <DialogActions>
        <Button onClick={onDone}>{t.common.cancel}</Button>
        <Button look="primary" type="submit" busy={change.isPending}>
          {t.shell.changePassword}
        </Button>
      </DialogActions>
    </form>
  )
}
