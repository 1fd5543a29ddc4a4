'use client'

import { type FormEvent, useState } from 'react'
import { Field } from '~/components/ui/field'
import { Input, TextArea } from '~/components/ui/input'
import { useText } from './text'

interface Given {
  reason: string
  ticket?: string
}

/** Why something is done: asked for before it is, and kept with the change. */
export interface ReasonForm {
  reason: string
  setReason: (text: string) => void
  ticket: string
  setTicket: (text: string) => void
  missing: boolean
  /** For the form's `onSubmit`: calls on only with a reason. */
  onSubmit: (event: FormEvent) => void
}

export function useReasonForm(submit: (given: Given) => void): ReasonForm {
  const [reason, setReason] = useState('')
  const [ticket, setTicket] = useState('')
  const [missing, setMissing] = useState(false)
  return {
    reason,
    setReason,
    ticket,
    setTicket,
    missing,
    onSubmit: (event) => {
      event.preventDefault()
      const given = reason.trim()
      setMissing(given === '')
      if (given) submit({ reason: given, ...(ticket.trim() && { ticket: ticket.trim() }) })
    },
  }
}

interface ReasonFieldsProps {
  form: ReasonForm
  label?: string
  placeholder?: string
  /** Asks for a ticket's number too, under this name. */
  ticketLabel?: string
}

export function ReasonFields({ form, label, placeholder, ticketLabel }: ReasonFieldsProps) {
  const { t } = useText()
  return (
    <>
      <Field label={label ?? t.common.reason} error={form.missing ? t.common.reasonNeeded : null}>
        {(ids) => (
          <TextArea
            {...ids}
            maxLength={500}
            placeholder={placeholder}
            value={form.reason}
            onChange={(event) => form.setReason(event.target.value)}
          />
        )}
      </Field>
      {ticketLabel ? (
        <Field label={ticketLabel} optional={t.common.optional}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={100}
              value={form.ticket}
              onChange={(event) => form.setTicket(event.target.value)}
            />
          )}
        </Field>
      ) : null}
    </>
  )
}
