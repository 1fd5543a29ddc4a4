'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import type { ImportPlan, Inputs } from '~/components/data/api'
import { appErrorOf, errorText } from '~/components/data/app-error'
import { useRefusal } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Page } from '~/components/shell/page'
import { Callout } from '~/components/ui/callout'
import { Field } from '~/components/ui/field'
import { GatedButton } from '~/components/ui/gated-button'
import { Input, Select } from '~/components/ui/input'
import { Segmented } from '~/components/ui/segmented'
import { ImportRemarks } from './import-remarks'
import { ProblemText } from './problem-text'
import { inBase64, MOST_IMPORT_BYTES } from './read-files'
import { settingName } from './setting-value'

type Ask = Inputs['policies']['planImport']

const FORMATS = [
  'citrix-xml',
  'clixml',
  'rest',
  'terraform',
  'terraform-state',
  'reg',
  'powershell',
  'yaml',
  'csv',
  'list',
  'broker-policy',
] as const satisfies NonNullable<Ask['from']>[]
const LISTS = [
  'VirtualLoopbackPrograms',
  'VirtualIpPrograms',
  'PreferLoopbackProcesses',
  'LoopbackMasking',
] as const satisfies NonNullable<Ask['into']>[]

/** Files of any known format into a plan: what was read is reviewed on the plan's own page. */
export function ImportScreen() {
  const { t } = useText()
  const words = t.plans.import
  const { ask, wrong, read } = useImport()
  const unreadable = appErrorOf(read.error)?.problems ?? []
  return (
    <Page
      title={words.title}
      lead={words.question}
      trail={[
        { label: t.policies.title, href: '/policies' },
        { label: t.plans.title, href: '/policies/plans' },
      ]}
    >
      <div className="grid items-start gap-4 xl:grid-cols-[28rem_minmax(0,1fr)]">
        <ImportForm onSubmit={ask} wrong={wrong} busy={read.isPending} />
        <div className="grid min-w-0 gap-4">
          {unreadable.length > 0 ? (
            <Callout tone="broken" live title={words.problems}>
              <ul className="mt-1 grid gap-1">
                {unreadable.map((problem) => (
                  <li key={`${problem.field}${problem.rule}`}>
                    <span className="font-mono text-xs">{problem.field}</span>{' '}
                    <ProblemText problem={problem} />
                  </li>
                ))}
              </ul>
            </Callout>
          ) : read.error ? (
            <Callout tone="broken" live title={errorText(read.error, t)} />
          ) : null}
          {read.data && read.data.hash === null ? <Nothing plan={read.data} /> : null}
          {read.isIdle ? <Callout>{words.safe}</Callout> : null}
        </div>
      </div>
    </Page>
  )
}

function Nothing({ plan }: { plan: ImportPlan }) {
  const { t } = useText()
  const words = t.plans.import
  return (
    <>
      {plan.read > 0 ? (
        <Callout live title={words.nothing}>
          {words.nothingText}
        </Callout>
      ) : (
        <Callout tone="attention" live title={words.unusable}>
          {words.unusableText}
          {plan.keysRead.length > 0 ? (
            <>
              {' '}
              {words.keysRead}
              <ul className="mt-1 font-mono text-xs break-all">
                {plan.keysRead.map((key) => (
                  <li key={key}>{key}</li>
                ))}
              </ul>
            </>
          ) : null}
        </Callout>
      )}
      <ImportRemarks origin={plan.origin} />
    </>
  )
}

function useImport() {
  const { t } = useText()
  const trpc = useTRPC()
  const router = useRouter()
  const queries = useQueryClient()
  const [wrong, setWrong] = useState<string | null>(null)
  const read = useMutation(
    trpc.policies.planImport.mutationOptions({
      onSuccess: ({ hash }) => {
        void queries.invalidateQueries(trpc.policies.plans.queryFilter())
        if (hash) router.push(`/policies/plans/${hash}`)
      },
    }),
  )
  const ask = async (form: FormData) => {
    const files = form.getAll('files').filter((file) => file instanceof File && file.name !== '') as File[]
    const bytes = files.reduce((sum, { size }) => sum + size, 0)
    const refused =
      files.length === 0 ? t.plans.import.needed : bytes > MOST_IMPORT_BYTES ? t.plans.import.tooLarge : null
    setWrong(refused)
    if (refused) return
    const ids = form.get('ids')
    read.mutate({
      files: await inBase64(files),
      as: form.get('as') === 'replace' ? 'replace' : 'add',
      from: FORMATS.find((format) => format === form.get('from')),
      into: LISTS.find((list) => list === form.get('into')),
      ...(ids instanceof File && ids.size > 0 && { ids: await ids.text() }),
    })
  }
  return { ask, wrong, read }
}

interface FormProps {
  onSubmit: (form: FormData) => Promise<void>
  wrong: string | null
  busy: boolean
}

function ImportForm({ onSubmit, wrong, busy }: FormProps) {
  const { t } = useText()
  const words = t.plans.import
  const refusal = useRefusal('policies.edit')
  const [as, setAs] = useState<'add' | 'replace'>('add')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    form.set('as', as)
    void onSubmit(form)
  }
  return (
    <form aria-label={words.title} onSubmit={submit} className="grid gap-4 rounded-lg border bg-surface p-4">
      <Field label={words.files} hint={words.filesHint} error={wrong}>
        {(ids) => <Input {...ids} type="file" name="files" multiple className="h-auto py-1.5" />}
      </Field>
      <div className="grid gap-1.5">
        <p className="text-sm font-medium">{words.as}</p>
        <div>
          <Segmented
            label={words.as}
            value={as}
            options={[
              { value: 'add', label: words.add },
              { value: 'replace', label: words.replace },
            ]}
            onChange={setAs}
          />
        </div>
        <p className="text-sm text-ink-3">{as === 'add' ? words.addHint : words.replaceHint}</p>
      </div>
      <Field label={words.format}>
        {(ids) => (
          <Select {...ids} name="from" defaultValue="">
            <option value="">{words.formatAuto}</option>
            {FORMATS.map((format) => (
              <option key={format} value={format}>
                {t.plans.formats[format]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={words.into}>
        {(ids) => (
          <Select {...ids} name="into" defaultValue="VirtualLoopbackPrograms">
            {LISTS.map((list) => (
              <option key={list} value={list}>
                {settingName(list, t)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={words.ids} hint={words.idsHint} optional={t.common.optional}>
        {(ids) => <Input {...ids} type="file" name="ids" accept=".json" className="h-auto py-1.5" />}
      </Field>
      <GatedButton look="primary" type="submit" className="justify-self-start" refusal={refusal} busy={busy}>
        {busy ? words.reading : words.submit}
      </GatedButton>
    </form>
  )
}
