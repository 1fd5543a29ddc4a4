'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import type { useUrlFilters } from '~/components/data/use-url-filters'
import { Button } from '~/components/ui/button'
import { Field } from '~/components/ui/field'
import { Input, Select } from '~/components/ui/input'
import { Segmented } from '~/components/ui/segmented'
import { MAX_SESSION_ID } from '~/domain/address'
import { WHAT_IF_WORDS } from './what-if-input'

const SUGGESTIONS = 20

/** The question: a host of the farm or a described one, perhaps a user, and which policies. It goes to the address bar. */
export function WhatIfForm({ filters: { get, set } }: { filters: ReturnType<typeof useUrlFilters> }) {
  const { t } = useText()
  const [mode, setMode] = useState<'farm' | 'described'>(get('name') ? 'described' : 'farm')
  const ask = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    set(Object.fromEntries(WHAT_IF_WORDS.map((word) => [word, String(form.get(word) ?? '').trim()])))
  }
  return (
    <form onSubmit={ask} className="grid content-start gap-3 rounded-lg border bg-surface px-4 py-3.5">
      <div>
        <Segmented
          label={t.whatIf.of}
          value={mode}
          options={[
            { value: 'farm', label: t.whatIf.ofFarm },
            { value: 'described', label: t.whatIf.described },
          ]}
          onChange={setMode}
        />
      </div>
      {mode === 'farm' ? <FarmHost value={get('host')} /> : <DescribedHost get={get} />}
      <Field label={t.whatIf.user} optional={t.common.optional}>
        {(ids) => <Input {...ids} name="user" maxLength={200} defaultValue={get('user')} />}
      </Field>
      <Field label={t.whatIf.groups} hint={t.whatIf.tagsHint} optional={t.common.optional}>
        {(ids) => <Input {...ids} name="groups" defaultValue={get('groups')} />}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label={t.whatIf.policies}>
          {(ids) => (
            <Select {...ids} name="policies" defaultValue={get('policies') || 'published'}>
              <option value="published">{t.whatIf.source.published}</option>
              <option value="draft">{t.whatIf.source.draft}</option>
            </Select>
          )}
        </Field>
        <Field label={t.whatIf.session}>
          {(ids) => (
            <Input
              {...ids}
              name="session"
              type="number"
              min={0}
              max={MAX_SESSION_ID}
              defaultValue={get('session') || '7'}
            />
          )}
        </Field>
      </div>
      <Button type="submit" look="primary" className="justify-self-start">
        {t.whatIf.ask}
      </Button>
    </form>
  )
}

function FarmHost({ value }: { value: string }) {
  const { t } = useText()
  const trpc = useTRPC()
  const [q, setQ] = useState(value)
  const hosts = useQuery(
    trpc.hosts.list.queryOptions(
      { q, limit: SUGGESTIONS, lifecycle: 'active' },
      { placeholderData: keepPreviousData },
    ),
  )
  return (
    <Field label={t.whatIf.hostName}>
      {(ids) => (
        <>
          <Input
            {...ids}
            name="host"
            required
            maxLength={200}
            list="what-if-hosts"
            autoComplete="off"
            value={q}
            onChange={(event) => setQ(event.target.value)}
          />
          <datalist id="what-if-hosts">
            {hosts.data?.rows.map(({ id, name }) => (
              <option key={id} value={name} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}

function DescribedHost({ get }: { get: (name: string) => string }) {
  const { t } = useText()
  const text = (name: string, label: string, hint?: string) => (
    <Field label={label} hint={hint} optional={t.common.optional}>
      {(ids) => <Input {...ids} name={name} defaultValue={get(name)} />}
    </Field>
  )
  return (
    <>
      <Field label={t.whatIf.hostName}>
        {(ids) => <Input {...ids} name="name" required maxLength={253} defaultValue={get('name')} />}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label={t.whatIf.system}>
          {(ids) => (
            <Select {...ids} name="os" defaultValue={get('os') || 'windows'}>
              <option value="windows">Windows</option>
              <option value="linux">Linux</option>
            </Select>
          )}
        </Field>
        <Field label={t.whatIf.version}>
          {(ids) => (
            <Input
              {...ids}
              name="version"
              maxLength={100}
              placeholder="Windows Server 2022"
              defaultValue={get('version')}
            />
          )}
        </Field>
      </div>
      {text('group', t.whatIf.group)}
      {text('tags', t.whatIf.tags, t.whatIf.tagsHint)}
      {text('ou', t.whatIf.ou)}
    </>
  )
}
