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
import { ACCESS_CONNECTIONS } from '~/domain/access-control'
import { MAX_SESSION_ID } from '~/domain/address'
import { CLIENT_PLATFORMS, DESKTOP_KINDS } from '~/domain/filter-choices'
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
      <DeviceFields get={get} />
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

/** The device a user sits at: what the other filters of a session look at. */
function DeviceFields({ get }: { get: (name: string) => string }) {
  const { t } = useText()
  const said = ['ip', 'client', 'platform', 'access'].some((word) => get(word) !== '')
  const text = (name: string, label: string, hint?: string) => (
    <Field label={label}>
      {(ids) => <Input {...ids} name={name} maxLength={1000} placeholder={hint} defaultValue={get(name)} />}
    </Field>
  )
  return (
    <details open={said}>
      <summary className="cursor-pointer rounded-sm text-sm text-ink-2">{t.whatIf.device}</summary>
      <div className="mt-2 grid grid-cols-2 gap-3">
        {text('ip', t.filters.types.ClientIP, '10.0.0.7')}
        {text('client', t.filters.types.ClientName, 'PC-042')}
        <Field label={t.filters.types.ClientPlatform}>
          {(ids) => (
            <Select {...ids} name="platform" defaultValue={get('platform')}>
              <option value="">{t.common.unknown}</option>
              {CLIENT_PLATFORMS.map((platform) => (
                <option key={platform} value={platform}>
                  {platform}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {text('access', t.filters.types.AccessControl, ACCESS_CONNECTIONS[0])}
      </div>
    </details>
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
      <div className="grid grid-cols-2 gap-3">
        {text('group', t.whatIf.group)}
        <Field label={t.filters.types.DesktopKind}>
          {(ids) => (
            <Select {...ids} name="kind" defaultValue={get('kind')}>
              <option value="">{t.common.unknown}</option>
              {DESKTOP_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {kind}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {text('tags', t.whatIf.tags, t.whatIf.tagsHint)}
      {text('ou', t.whatIf.ou)}
    </>
  )
}
