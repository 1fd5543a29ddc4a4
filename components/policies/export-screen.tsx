'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import type { FormEvent } from 'react'
import { useState } from 'react'
import type { Outputs } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { saveFile } from '~/components/data/shown-csv'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Page } from '~/components/shell/page'
import { Button } from '~/components/ui/button'
import { Callout } from '~/components/ui/callout'
import { Empty } from '~/components/ui/empty'
import { Field } from '~/components/ui/field'
import { Input, Select, TextArea } from '~/components/ui/input'
import { Panel } from '~/components/ui/panel'
import { StateMark } from '~/components/ui/state-mark'
import { CitrixPanel } from './citrix-panel'
import { PolicySourceField, policySource } from './policy-source'
import { utf16 } from './utf16'

const FORMATS = ['yaml', 'terraform', 'rest', 'powershell', 'reg'] as const
type Format = (typeof FORMATS)[number]
type Written = Outputs['policies']['export']

/** Policies in another tool's words, with what those cannot say, before anything is saved. */
export function ExportScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const write = useMutation(trpc.policies.export.mutationOptions())
  const [format, setFormat] = useState<Format>('yaml')
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const policy = String(form.get('policy') ?? '')
    const ids = form.get('ids')
    write.mutate({
      format,
      policies: policySource(String(form.get('policies'))),
      ...(policy && { policy }),
      ...(ids instanceof File && ids.size > 0 && { ids: await ids.text() }),
    })
  }
  return (
    <Page
      title={t.policyExport.title}
      lead={t.policyExport.question}
      trail={[{ label: t.policies.title, href: '/policies' }]}
    >
      <div className="grid items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <form
          aria-label={t.policyExport.title}
          onSubmit={(event) => void submit(event)}
          className="grid content-start gap-3 rounded-lg border bg-surface px-4 py-3.5"
        >
          <Field label={t.policyExport.format}>
            {(ids) => (
              <Select
                {...ids}
                value={format}
                onChange={(event) => setFormat(FORMATS.find((one) => one === event.target.value) ?? 'yaml')}
              >
                {FORMATS.map((known) => (
                  <option key={known} value={known}>
                    {t.policyExport.formats[known]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <PolicySourceField name="policies" label={t.policyExport.from} value="0" />
          <WhichPolicy needed={format === 'reg'} />
          {format === 'terraform' || format === 'rest' ? (
            <Field label={t.plans.import.ids} hint={t.plans.import.idsHint} optional={t.common.optional}>
              {(ids) => <Input {...ids} type="file" name="ids" accept=".json" className="h-auto py-1.5" />}
            </Field>
          ) : null}
          <Button type="submit" look="primary" className="justify-self-start" busy={write.isPending}>
            {t.policyExport.submit}
          </Button>
        </form>
        {write.error ? (
          <Callout tone="broken" live title={errorText(write.error, t)} />
        ) : write.data ? (
          <WrittenFile written={write.data} />
        ) : (
          <div className="rounded-lg border bg-surface">
            <Empty icon={Download} title={t.policyExport.emptyTitle}>
              {t.policyExport.emptyText}
            </Empty>
          </div>
        )}
      </div>
      <div className="mt-4">
        <CitrixPanel />
      </div>
    </Page>
  )
}

function WhichPolicy({ needed }: { needed: boolean }) {
  const { t } = useText()
  const trpc = useTRPC()
  const policies = useQuery(trpc.policies.list.queryOptions())
  return (
    <Field label={t.policyExport.policy}>
      {(ids) => (
        <Select {...ids} name="policy" required={needed}>
          {needed ? null : <option value="">{t.policyExport.allPolicies}</option>}
          {policies.data?.policies.map(({ id, name }) => (
            <option key={id} value={name}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

function WrittenFile({ written: { fileName, text, notExpressible } }: { written: Written }) {
  const { t } = useText()
  // Registry Editor reads UTF-16 with a mark; everything else is UTF-8.
  const save = () =>
    fileName.endsWith('.reg')
      ? saveFile(fileName, 'application/octet-stream', utf16(text))
      : saveFile(fileName, 'text/plain;charset=utf-8', text)
  return (
    <div className="grid min-w-0 gap-4">
      <Panel
        id="file"
        title={fileName}
        actions={
          <Button onClick={save}>
            <Download aria-hidden />
            {t.policyExport.save}
          </Button>
        }
        flush
      >
        <div className="p-3">
          <TextArea readOnly aria-label={fileName} value={text} className="h-[32rem] font-mono text-xs" />
        </div>
      </Panel>
      <Panel id="missing" title={t.policyExport.missing} flush={notExpressible.length > 0}>
        {notExpressible.length === 0 ? (
          <StateMark tone="fine">{t.policyExport.complete}</StateMark>
        ) : (
          <ul className="divide-y text-sm">
            {notExpressible.map(({ policy, what, reason, consequence }) => (
              <li key={`${policy} ${what}`} className="grid gap-0.5 px-4 py-2">
                <p className="flex flex-wrap items-baseline gap-x-2">
                  <span className="font-mono text-xs break-all">{what}</span>
                  <span className="text-ink-2">{policy}</span>
                  <span className="ml-auto text-ink-3">{t.policyExport.consequences[consequence]}</span>
                </p>
                <p className="text-ink-2">{t.rules.sentence(reason)}</p>
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </div>
  )
}
