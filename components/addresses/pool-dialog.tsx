'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Inputs, PoolPlan, PoolRow } from '~/components/data/api'
import { appErrorOf, errorText, problemText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { Field, FieldError } from '~/components/ui/field'
import { Input, TextArea } from '~/components/ui/input'
import { toast } from '~/components/ui/toast'
import type { Messages } from '~/locales/catalogue'
import { PoolPlanText } from './pool-plan-text'

/** Where a problem is told beside its field. */
const FIELDS = [
  'name',
  'network',
  'ranges',
  'exclusions',
  'description',
  'quarantineSeconds',
  'warnPercent',
  'criticalPercent',
]

type Definition = Inputs['pools']['create']

const linesOf = (text: string) =>
  text
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter(Boolean)

/** Makes a pool, or changes one. A change is looked at before it is saved: it may touch people at work. */
export function PoolDialog({ pool, onClose }: { pool?: PoolRow; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [form, setForm] = useState(() => formOf(pool))
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const [plan, setPlan] = useState<PoolPlan | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const done = () => {
    toast.success(t.pools.saved)
    onClose()
    return queries.invalidateQueries(trpc.pools.pathFilter())
  }
  const onError = (error: unknown) => {
    setProblem(error)
    setPlan(null)
  }
  const create = useMutation(trpc.pools.create.mutationOptions({ onSuccess: done, onError }))
  const save = useMutation(trpc.pools.save.mutationOptions({ onSuccess: done, onError }))
  const check = useMutation({
    mutationFn: (definition: Definition) =>
      queries.fetchQuery(trpc.pools.plan.queryOptions({ id: pool?.id, definition }, { staleTime: 0 })),
    onSuccess: (told) => {
      setPlan(told)
      setProblem(null)
    },
    onError,
  })
  const set = (name: keyof typeof form) => (value: string) => {
    setForm({ ...form, [name]: value })
    setPlan(null)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const definition = definitionOf(form)
    if (!plan) return check.mutate(definition)
    if (!pool) return create.mutate(definition)
    setMissing(reason.trim() === '')
    if (reason.trim() === '') return
    const { sessions, reservations } = plan
    save.mutate({
      id: pool.id,
      version: pool.version,
      definition,
      reason,
      accept: { sessions, reservations },
    })
  }
  const errorOf = (name: string) => problemFor(problem, name, t)
  const general = problem && !FIELDS.some(errorOf) ? errorText(problem, t) : null

  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title={pool ? t.pools.edit : t.pools.create}
      description={t.pools.policyHint}
      closeLabel={t.common.close}
    >
      <form noValidate onSubmit={submit} className="grid gap-4 sm:grid-cols-2">
        <PoolFields form={form} set={set} errorOf={errorOf} />
        {plan ? (
          <div className="sm:col-span-2">
            <PoolPlanText plan={plan} />
          </div>
        ) : null}
        {plan && pool ? (
          <Field
            label={t.common.reason}
            error={missing ? t.common.reasonNeeded : null}
            className="sm:col-span-2"
          >
            {(ids) => (
              <Input
                {...ids}
                maxLength={500}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
        ) : null}
        <div className="sm:col-span-2">
          {general ? <FieldError>{general}</FieldError> : null}
          <DialogActions>
            <Button onClick={onClose}>{t.common.cancel}</Button>
            <Button look="primary" type="submit" busy={check.isPending || create.isPending || save.isPending}>
              {plan ? t.pools.save : t.pools.check}
            </Button>
          </DialogActions>
        </div>
      </form>
    </Dialog>
  )
}

const formOf = (pool?: PoolRow) => ({
  name: pool?.name ?? '',
  description: pool?.description ?? '',
  network: pool?.network ?? '',
  ranges: pool?.ranges.join('\n') ?? '',
  exclusions: pool?.exclusions.join('\n') ?? '',
  quarantine: String(pool?.quarantineSeconds ?? 300),
  warn: String(pool?.warnPercent ?? 80),
  critical: String(pool?.criticalPercent ?? 95),
})
type Form = ReturnType<typeof formOf>

/** An empty field is no number, and not 0. */
const numberOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text))

const definitionOf = (form: Form): Definition => ({
  name: form.name.trim(),
  description: form.description.trim(),
  network: form.network.trim(),
  ranges: linesOf(form.ranges),
  exclusions: linesOf(form.exclusions),
  quarantineSeconds: numberOf(form.quarantine),
  warnPercent: numberOf(form.warn),
  criticalPercent: numberOf(form.critical),
})

/** The server's word on one field, or on each entry of it that breaks a rule. */
function problemFor(error: unknown, name: string, t: Messages): string | null {
  const problems = appErrorOf(error)?.problems?.filter(
    ({ field }) => field.replace(/^definition\./, '').replace(/\[.*/, '') === name,
  )
  return problems?.length ? problems.map((problem) => problemText(problem, t)).join(' ') : null
}

interface FieldsProps {
  form: Form
  set: (name: keyof Form) => (value: string) => void
  errorOf: (name: string) => string | null
}

function PoolFields({ form, set, errorOf }: FieldsProps) {
  const { t } = useText()
  const text = (name: keyof Form, field: string, label: string, hint?: string, wide = false) => (
    <Field label={label} hint={hint} error={errorOf(field)} className={wide ? 'sm:col-span-2' : undefined}>
      {(ids) => <Input {...ids} value={form[name]} onChange={(event) => set(name)(event.target.value)} />}
    </Field>
  )
  const area = (name: keyof Form, label: string, hint: string) => (
    <Field label={label} hint={hint} error={errorOf(name)} optional={t.common.optional}>
      {(ids) => (
        <TextArea
          {...ids}
          className="font-mono"
          value={form[name]}
          onChange={(event) => set(name)(event.target.value)}
        />
      )}
    </Field>
  )
  return (
    <>
      {text('name', 'name', t.pools.name)}
      {text('network', 'network', t.pools.network, t.pools.networkHint)}
      {area('ranges', t.pools.ranges, t.pools.rangesHint)}
      {area('exclusions', t.pools.exclusions, t.pools.exclusionsHint)}
      {text('description', 'description', t.pools.description, undefined, true)}
      {text('quarantine', 'quarantineSeconds', t.pools.quarantine)}
      <div className="grid grid-cols-2 gap-4">
        {text('warn', 'warnPercent', t.pools.warn)}
        {text('critical', 'criticalPercent', t.pools.critical)}
      </div>
    </>
  )
}
