'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DeliveryGroupRow } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { splitTags } from '~/components/hosts/split-tags'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { Field, FieldError } from '~/components/ui/field'
import { Input, Select } from '~/components/ui/input'
import { Switch } from '~/components/ui/switch'
import { CreatedToken } from './created-token'

const MAX_USES = 1_000
const MAX_HOURS = 720
const MAX_HOURS_AT_BOOT = 8_760

/** The whole number that was typed, when it lies within the bounds. */
function whole(text: string, max: number): number | null {
  const number = /^\d{1,6}$/.test(text.trim()) ? Number(text) : 0
  return number >= 1 && number <= max ? number : null
}

/** Asks for what a token allows; once it is made, shows it this once. */
export function NewTokenDialog({ groups, onClose }: { groups: DeliveryGroupRow[]; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const create = useMutation(
    trpc.tokens.create.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.tokens.list.queryFilter()),
    }),
  )
  return (
    <Dialog
      open
      // A click beside the dialog must not throw the only copy of a token away.
      onOpenChange={create.data ? () => {} : onClose}
      title={create.data ? t.enrolment.createdTitle : t.enrolment.new}
      description={create.data ? t.enrolment.createdText : t.enrolment.tokensHint}
      closeLabel={t.common.close}
    >
      {create.data ? (
        <CreatedToken created={create.data} onDone={onClose} />
      ) : (
        <TokenForm
          groups={groups}
          busy={create.isPending}
          error={create.error ? errorText(create.error, t) : null}
          onCreate={create.mutate}
          onCancel={onClose}
        />
      )}
    </Dialog>
  )
}

interface TokenFormProps {
  groups: DeliveryGroupRow[]
  busy: boolean
  error: string | null
  onCreate: (token: {
    label: string
    deliveryGroupId: string
    tags: string[]
    ou?: string
    uses: number
    hours: number
    atBoot?: boolean
  }) => void
  onCancel: () => void
}

function TokenForm({ groups, busy, error, onCreate, onCancel }: TokenFormProps) {
  const { t } = useText()
  const [label, setLabel] = useState('')
  const [group, setGroup] = useState(groups[0]?.id ?? '')
  const [tags, setTags] = useState('')
  const [ou, setOu] = useState('')
  const [uses, setUses] = useState('1')
  const [hours, setHours] = useState('24')
  const [atBoot, setAtBoot] = useState(false)
  const [tried, setTried] = useState(false)
  const [usesNumber, hoursNumber] = [
    whole(uses, MAX_USES),
    whole(hours, atBoot ? MAX_HOURS_AT_BOOT : MAX_HOURS),
  ]
  return (
    <form
      noValidate
      className="grid gap-4 sm:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!label.trim() || !group || usesNumber === null || hoursNumber === null) return
        onCreate({
          label: label.trim(),
          deliveryGroupId: group,
          tags: splitTags(tags),
          ...(ou.trim() && { ou: ou.trim() }),
          uses: usesNumber,
          hours: hoursNumber,
          ...(atBoot && { atBoot }),
        })
      }}
    >
      <Field
        label={t.enrolment.label}
        hint={t.enrolment.labelHint}
        error={tried && !label.trim() ? t.enrolment.labelNeeded : null}
        className="sm:col-span-2"
      >
        {(ids) => (
          <Input {...ids} maxLength={100} value={label} onChange={(event) => setLabel(event.target.value)} />
        )}
      </Field>
      <Field
        label={t.enrolment.group}
        error={tried && !group ? t.enrolment.groupNeeded : null}
        className="sm:col-span-2"
      >
        {(ids) => (
          <Select {...ids} value={group} onChange={(event) => setGroup(event.target.value)}>
            {groups.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label={t.enrolment.uses}
        hint={t.enrolment.usesHint}
        error={tried && usesNumber === null ? t.enrolment.invalidUses : null}
      >
        {(ids) => (
          <Input
            {...ids}
            inputMode="numeric"
            value={uses}
            onChange={(event) => setUses(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t.enrolment.hours}
        hint={atBoot ? t.windowsHosts.atBootHours : t.enrolment.hoursHint}
        error={
          tried && hoursNumber === null
            ? atBoot
              ? t.windowsHosts.invalidAtBootHours
              : t.enrolment.invalidHours
            : null
        }
      >
        {(ids) => (
          <Input
            {...ids}
            inputMode="numeric"
            value={hours}
            onChange={(event) => setHours(event.target.value)}
          />
        )}
      </Field>
      <Field label={t.windowsHosts.atBoot} hint={t.windowsHosts.atBootHint} className="sm:col-span-2">
        {(ids) => <Switch {...ids} checked={atBoot} onCheckedChange={setAtBoot} />}
      </Field>
      <Field
        label={t.enrolment.tags}
        hint={t.enrolment.tagsHint}
        optional={t.common.optional}
        className="sm:col-span-2"
      >
        {(ids) => <Input {...ids} value={tags} onChange={(event) => setTags(event.target.value)} />}
      </Field>
      <Field label={t.enrolment.ou} optional={t.common.optional} className="sm:col-span-2">
        {(ids) => (
          <Input {...ids} maxLength={1000} value={ou} onChange={(event) => setOu(event.target.value)} />
        )}
      </Field>
      <div className="sm:col-span-2">
        {error ? <FieldError>{error}</FieldError> : null}
        <DialogActions>
          <Button onClick={onCancel}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" busy={busy}>
            {t.enrolment.create}
          </Button>
        </DialogActions>
      </div>
    </form>
  )
}
