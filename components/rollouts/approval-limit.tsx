'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { errorText } from '~/components/data/app-error'
import { useRefusal } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Field } from '~/components/ui/field'
import { GatedButton } from '~/components/ui/gated-button'
import { Input } from '~/components/ui/input'
import { Panel } from '~/components/ui/panel'
import { toast } from '~/components/ui/toast'

/** From how many hosts on a publish needs a second person. */
export function ApprovalLimit() {
  const { t } = useText()
  const words = t.rollouts.limit
  const trpc = useTRPC()
  const queries = useQueryClient()
  const refusal = useRefusal('farm.manage')
  const { data } = useQuery(trpc.farm.get.queryOptions())
  const [typed, setTyped] = useState<string | null>(null)
  const update = useMutation(
    trpc.farm.update.mutationOptions({
      onSuccess: () => {
        toast.success(words.saved)
        setTyped(null)
        return queries.invalidateQueries()
      },
    }),
  )
  if (!data) return null
  const now = data.approveAboveHosts
  const text = typed ?? (now === null ? '' : String(now))
  const wrong = !/^\d{0,7}$/.test(text.trim())
  return (
    <Panel id="second-person" title={words.title} hint={words.hint}>
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          const wanted = text.trim()
          if (wrong || refusal) return
          update.mutate({ approveAboveHosts: wanted === '' ? null : Number(wanted), reason: words.title })
        }}
      >
        <Field
          label={words.label}
          hint={words.off}
          error={wrong ? words.invalid : update.error ? errorText(update.error, t) : null}
        >
          {(ids) => (
            <Input
              {...ids}
              inputMode="numeric"
              className="max-w-40"
              disabled={refusal !== null}
              value={text}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <GatedButton type="submit" refusal={refusal} busy={update.isPending}>
          {words.save}
        </GatedButton>
      </form>
    </Panel>
  )
}
