'use client'

import { type ReactNode, useState } from 'react'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { Field } from '~/components/ui/field'
import { Input } from '~/components/ui/input'
import { errorText } from './app-error'
import { useText } from './text'

interface NameDialogProps {
  title: string
  text: string
  label: string
  /** What to say when no name was given. */
  missing: string
  maxLength: number
  submit: string
  busy: boolean
  error: unknown
  onClose: () => void
  onSubmit: (name: string) => void
  /** Further fields. */
  children?: ReactNode
}

/** Makes something new, for which a name is enough or nearly so. */
export function NameDialog({
  title,
  text,
  label,
  missing,
  maxLength,
  submit,
  busy,
  error,
  onClose,
  onSubmit,
  children,
}: NameDialogProps) {
  const { t } = useText()
  const [name, setName] = useState('')
  const [isMissing, setMissing] = useState(false)
  return (
    <Dialog open onOpenChange={onClose} title={title} description={text} closeLabel={t.common.close}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          setMissing(name.trim() === '')
          if (name.trim()) onSubmit(name.trim())
        }}
      >
        <Field label={label} error={isMissing ? missing : error ? errorText(error, t) : null}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={maxLength}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        {children}
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" busy={busy}>
            {submit}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
