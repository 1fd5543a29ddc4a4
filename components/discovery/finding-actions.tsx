'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FindingView } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useRefusal } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { FieldError } from '~/components/ui/field'
import { GatedButton } from '~/components/ui/gated-button'
import { Select } from '~/components/ui/input'
import { toast } from '~/components/ui/toast'
import { inert } from '~/domain/inert-text'
import { AcceptDialog } from './accept-dialog'
import { DismissDialog } from './dismiss-dialog'
import { useUndoAway } from './use-undo-away'

const DAY_MS = 86_400_000
const SNOOZES = [1, 7, 30]

/** Into a draft, away for good, away for a while, or back. */
export function FindingActions({ finding }: { finding: FindingView }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const refusal = useRefusal('policies.edit')
  const [dialog, setDialog] = useState<'accept' | 'dismiss' | null>(null)
  const renew = () => void queries.invalidateQueries(trpc.discovery.pathFilter())
  const putAway = useUndoAway(finding)
  const snooze = useMutation(
    trpc.discovery.snooze.mutationOptions({
      onSuccess: () => {
        putAway(t.discovery.snooze.done(inert(finding.program)))
        renew()
      },
    }),
  )
  const reopen = useMutation(
    trpc.discovery.reopen.mutationOptions({
      onSuccess: () => {
        toast.success(t.discovery.reopen.done)
        renew()
      },
    }),
  )
  const { id, state, verdict } = finding
  const away = state === 'dismissed' || state === 'snoozed'
  const failed = snooze.error ?? reopen.error
  const acceptLabel =
    verdict === 'over-listed'
      ? t.discovery.accept.takeOut
      : state === 'accepted'
        ? t.discovery.accept.again
        : t.discovery.accept.button
  // Closed by itself, it opens by itself.
  if (state === 'closed') return null
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <GatedButton
          look={state === 'accepted' ? 'plain' : 'primary'}
          refusal={refusal}
          onClick={() => setDialog('accept')}
        >
          {acceptLabel}
        </GatedButton>
        {away || state === 'accepted' ? (
          <GatedButton refusal={refusal} busy={reopen.isPending} onClick={() => reopen.mutate({ id })}>
            {t.discovery.reopen.button}
          </GatedButton>
        ) : null}
        {state === 'open' ? (
          <>
            <GatedButton refusal={refusal} onClick={() => setDialog('dismiss')}>
              {t.discovery.dismiss.button}
            </GatedButton>
            <Select
              aria-label={t.discovery.snooze.button}
              value=""
              disabled={refusal !== null || snooze.isPending}
              onChange={(event) => {
                const until = new Date(Date.now() + Number(event.target.value) * DAY_MS).toISOString()
                snooze.mutate({ id, until })
              }}
            >
              <option value="">{t.discovery.snooze.button}</option>
              {SNOOZES.map((days) => (
                <option key={days} value={days}>
                  {t.discovery.snooze.days(days)}
                </option>
              ))}
            </Select>
          </>
        ) : null}
      </div>
      {failed ? <FieldError>{errorText(failed, t)}</FieldError> : null}
      {dialog === 'accept' ? <AcceptDialog finding={finding} onClose={() => setDialog(null)} /> : null}
      {dialog === 'dismiss' ? <DismissDialog finding={finding} onClose={() => setDialog(null)} /> : null}
    </div>
  )
}
