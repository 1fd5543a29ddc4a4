'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { errorText } from '~/components/data/app-error'
import { useRefusal } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { Field, FieldError } from '~/components/ui/field'
import { GatedButton } from '~/components/ui/gated-button'
import { Select, TextArea } from '~/components/ui/input'
import { toast } from '~/components/ui/toast'
import type { FilterRule as Rule } from '~/domain/filter'

const RULES = ['all-types', 'any-type'] as const satisfies Rule[]

/** How the farm reads filters of several types, and the way to the other reading. */
export function FilterRule() {
  const { t } = useText()
  const trpc = useTRPC()
  const refusal = useRefusal('farm.manage')
  const [open, setOpen] = useState(false)
  const rule = useQuery(trpc.farm.get.queryOptions()).data?.filterRule
  if (!rule) return null
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
      <span>
        {t.policies.rule.title}: <span className="font-medium text-ink">{t.policies.rule.names[rule]}</span>
      </span>
      <span className="text-ink-3">{t.policies.rule.texts[rule]}</span>
      <GatedButton size="sm" refusal={refusal} onClick={() => setOpen(true)}>
        {t.policies.rule.change}
      </GatedButton>
      {open ? <ChangeRule rule={rule} onClose={() => setOpen(false)} /> : null}
    </p>
  )
}

function ChangeRule({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [missing, setMissing] = useState(false)
  const update = useMutation(
    trpc.farm.update.mutationOptions({
      onSuccess: () => {
        toast.success(t.policies.rule.changed)
        void queries.invalidateQueries()
        onClose()
      },
    }),
  )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t.policies.rule.title}
      description={t.policies.rule.hint}
      closeLabel={t.common.close}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          const reason = String(form.get('reason')).trim()
          setMissing(reason === '')
          const filterRule = RULES.find((known) => known === form.get('rule'))
          if (reason) update.mutate({ filterRule, reason })
        }}
      >
        <Field label={t.policies.rule.title} hint={t.policies.rule.text}>
          {(ids) => (
            <Select {...ids} name="rule" defaultValue={rule}>
              {RULES.map((known) => (
                <option key={known} value={known}>
                  {t.policies.rule.names[known]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t.common.reason} error={missing ? t.common.reasonNeeded : null}>
          {(ids) => <TextArea {...ids} name="reason" maxLength={500} />}
        </Field>
        {update.error ? <FieldError>{errorText(update.error, t)}</FieldError> : null}
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="danger" type="submit" busy={update.isPending}>
            {t.policies.rule.change}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
