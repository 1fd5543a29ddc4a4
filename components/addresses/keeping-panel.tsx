'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Outputs } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { ReasonFields, useReasonForm } from '~/components/data/reason-fields'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Field, FieldError } from '~/components/ui/field'
import { Input } from '~/components/ui/input'
import { Panel } from '~/components/ui/panel'
import { SkeletonRows } from '~/components/ui/skeleton'
import { toast } from '~/components/ui/toast'

const MOST_DAYS = 3_650
const LEAST_HISTORY_DAYS = 31

/** How long history is kept, and names in it. */
export function KeepingPanel() {
  const { t } = useText()
  const trpc = useTRPC()
  const farm = useQuery(trpc.farm.get.queryOptions())
  return (
    <Panel title={t.pools.keeping.title} hint={t.pools.keeping.hint} id="keeping">
      {farm.data ? <KeepingForm farm={farm.data} /> : <SkeletonRows label={t.common.loading} rows={3} />}
    </Panel>
  )
}

/** The days that were typed; null for an empty field, undefined for what is no number of days. */
function daysOf(text: string, least: number): number | null | undefined {
  if (text.trim() === '') return null
  const days = Number(text)
  return Number.isInteger(days) && days >= least && days <= MOST_DAYS ? days : undefined
}

function KeepingForm({ farm }: { farm: Outputs['farm']['get'] }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [history, setHistory] = useState(farm.historyDays?.toString() ?? '')
  const [pseudonym, setPseudonym] = useState(farm.pseudonymDays?.toString() ?? '')
  const historyDays = daysOf(history, LEAST_HISTORY_DAYS)
  const pseudonymDays = daysOf(pseudonym, 1)
  const save = useMutation(
    trpc.farm.update.mutationOptions({
      onSuccess: () => {
        toast.success(t.pools.keeping.saved)
        form.setReason('')
        return queries.invalidateQueries(trpc.farm.pathFilter())
      },
    }),
  )
  const form = useReasonForm(({ reason }) => {
    if (historyDays === undefined || pseudonymDays === undefined) return
    save.mutate({ historyDays, pseudonymDays, reason })
  })
  return (
    <form noValidate className="grid gap-3" onSubmit={form.onSubmit}>
      <Field
        label={t.pools.keeping.history}
        hint={t.pools.keeping.forEver}
        error={historyDays === undefined ? t.pools.keeping.invalidHistory : null}
      >
        {(ids) => (
          <Input
            {...ids}
            inputMode="numeric"
            value={history}
            onChange={(event) => setHistory(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t.pools.keeping.pseudonym}
        hint={t.pools.keeping.never}
        error={pseudonymDays === undefined ? t.pools.keeping.invalidPseudonym : null}
      >
        {(ids) => (
          <Input
            {...ids}
            inputMode="numeric"
            value={pseudonym}
            onChange={(event) => setPseudonym(event.target.value)}
          />
        )}
      </Field>
      <ReasonFields form={form} />
      {save.error ? <FieldError>{errorText(save.error, t)}</FieldError> : null}
      <Button type="submit" busy={save.isPending} className="justify-self-end">
        {t.common.save}
      </Button>
    </form>
  )
}
