'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import type { KeysView } from '~/components/data/api'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Page } from '~/components/shell/page'
import { Button } from '~/components/ui/button'
import { Callout } from '~/components/ui/callout'
import { late } from '~/components/ui/late'
import { Panel } from '~/components/ui/panel'
import { SkeletonRows } from '~/components/ui/skeleton'
import { toast } from '~/components/ui/toast'
import { KeyTable } from './key-table'
import { SettingsTabs } from './settings-tabs'

const ReasonDialog = late(() =>
  import('~/components/data/reason-dialog').then((module) => module.ReasonDialog),
)

/** While a key is on its way to the hosts, how far it has come is asked for this often. */
const LOOK_MS = 3_000

export type KeyStep = { step: 'handOut' | 'use' } | { step: 'retire'; id: string }

export function KeysScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const [step, setStep] = useState<KeyStep | null>(null)
  const keys = useQuery(
    trpc.keys.list.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data?.reach ? LOOK_MS : false),
    }),
  )
  const words = t.administration.keys
  return (
    <Page title={t.administration.title} lead={t.administration.question}>
      <SettingsTabs />
      <Panel id="keys" title={words.title} hint={words.hint} flush>
        {keys.error ? (
          <LoadFailed what={words.title} error={keys.error} onRetry={() => void keys.refetch()} />
        ) : keys.data ? (
          <>
            <div className="p-4">
              <NextStep view={keys.data} onStep={setStep} />
            </div>
            <KeyTable keys={keys.data.keys} onRetire={(id) => setStep({ step: 'retire', id })} />
          </>
        ) : (
          <SkeletonRows label={t.common.loading} rows={2} />
        )}
      </Panel>
      {step && keys.data ? <StepDialog step={step} view={keys.data} onClose={() => setStep(null)} /> : null}
    </Page>
  )
}

function NextStep({ view, onStep }: { view: KeysView; onStep: (step: KeyStep) => void }) {
  const { t } = useText()
  const words = t.administration.keys
  const { reach } = view
  if (!reach) {
    return (
      <Callout actions={<Button onClick={() => onStep({ step: 'handOut' })}>{words.handOut}</Button>}>
        {words.handOutText}
      </Callout>
    )
  }
  const all = reach.reached === reach.hosts
  return (
    <Callout
      live
      tone={all ? 'info' : 'attention'}
      title={words.reached(reach.reached, t.common.hosts(reach.hosts))}
      actions={
        <Button look={all ? 'primary' : 'plain'} onClick={() => onStep({ step: 'use' })}>
          {words.use}
        </Button>
      }
    >
      {all ? (
        words.allHaveIt
      ) : (
        <span className="flex flex-wrap gap-x-3">
          {words.waitingFor}
          {reach.missing.map(({ id, name }) => (
            <Link key={id} prefetch={false} href={`/hosts/${id}`} className="rounded-sm hover:underline">
              {name}
            </Link>
          ))}
        </span>
      )}
    </Callout>
  )
}

function StepDialog({ step, view, onClose }: { step: KeyStep; view: KeysView; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const words = t.administration.keys.steps[step.step]
  const after = {
    onSuccess: (now: KeysView) => {
      queries.setQueryData(trpc.keys.list.queryKey(), now)
      toast.success(words.done)
      onClose()
    },
  }
  const handOut = useMutation(trpc.keys.handOut.mutationOptions(after))
  const use = useMutation(trpc.keys.use.mutationOptions(after))
  const retire = useMutation(trpc.keys.retire.mutationOptions(after))
  const act = { handOut, use, retire }[step.step]
  const left = view.reach ? view.reach.hosts - view.reach.reached : 0
  return (
    <ReasonDialog
      title={words.title}
      text={words.text}
      submit={words.submit}
      look={step.step === 'handOut' ? 'primary' : 'danger'}
      busy={act.isPending}
      error={act.error}
      onClose={onClose}
      onSubmit={(reason) =>
        step.step === 'retire'
          ? retire.mutate({ id: step.id, reason })
          : { handOut, use }[step.step].mutate({ reason })
      }
    >
      {step.step === 'use' && (left > 0 || view.liveTokens > 0) ? (
        <Callout tone="attention">
          {left > 0 ? <p>{t.administration.keys.leftBehind(left)}</p> : null}
          {view.liveTokens > 0 ? <p>{t.administration.keys.tokensEnd(view.liveTokens)}</p> : null}
        </Callout>
      ) : null}
    </ReasonDialog>
  )
}
