'use client'

import type { ReactNode } from 'react'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { FieldError } from '~/components/ui/field'
import { errorText } from './app-error'
import { ReasonFields, useReasonForm } from './reason-fields'
import { useText } from './text'

interface ReasonDialogProps {
  title: string
  /** What will happen, and to how many. */
  text: string
  /** Of the reason; else the usual one. */
  label?: string
  submit: string
  look?: 'primary' | 'danger'
  busy: boolean
  error: unknown
  onClose: () => void
  onSubmit: (reason: string) => void
  /** More of what will happen. */
  children?: ReactNode
}

/** Asks why before something is done that others will want to know of. */
export function ReasonDialog({
  title,
  text,
  label,
  submit,
  look = 'danger',
  busy,
  error,
  onClose,
  onSubmit,
  children,
}: ReasonDialogProps) {
  const { t } = useText()
  const form = useReasonForm(({ reason }) => onSubmit(reason))
  return (
    <Dialog open onOpenChange={onClose} title={title} description={text} closeLabel={t.common.close}>
      <form className="grid gap-4" onSubmit={form.onSubmit}>
        {children}
        <ReasonFields form={form} {...(label && { label })} />
        {error ? <FieldError>{errorText(error, t)}</FieldError> : null}
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look={look} type="submit" busy={busy}>
            {submit}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
