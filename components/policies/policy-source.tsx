'use client'

import { useQuery } from '@tanstack/react-query'
import type { Inputs } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Field } from '~/components/ui/field'
import { Select } from '~/components/ui/input'

export type PolicySource = Inputs['policies']['export']['policies']

const REVISIONS = 200

/** The draft, what is published now (once something is), or an older revision. */
export function PolicySourceField({ name, label, value }: { name: string; label: string; value: string }) {
  const { t, format } = useText()
  const trpc = useTRPC()
  const revisions = useQuery(trpc.policies.history.queryOptions({ limit: REVISIONS }))
  return (
    <Field label={label}>
      {(ids) => (
        <Select {...ids} name={name} key={revisions.data ? 'known' : 'loading'} defaultValue={value}>
          <option value="draft">{t.compare.draft}</option>
          {revisions.data?.rows.length === 0 ? null : <option value="0">{t.compare.newest}</option>}
          {revisions.data?.rows.map(({ number, publishedAt }) => (
            <option key={number} value={number}>
              {t.policies.revisions.one(number)} · {format.dateTime(publishedAt)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

/** What the field says; what is no number is the draft. */
export function policySource(text: string): PolicySource {
  return /^\d{1,9}$/.test(text) ? Number(text) : 'draft'
}
