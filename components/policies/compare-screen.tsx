'use client'

import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import { Diff } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { Inputs, Outputs } from '~/components/data/api'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { useUrlFilters } from '~/components/data/use-url-filters'
import { Page } from '~/components/shell/page'
import { Button } from '~/components/ui/button'
import { Empty } from '~/components/ui/empty'
import { Field } from '~/components/ui/field'
import { Input } from '~/components/ui/input'
import { Panel } from '~/components/ui/panel'
import { Segmented } from '~/components/ui/segmented'
import { SkeletonRows } from '~/components/ui/skeleton'
import { CompareTable } from './compare-table'
import { FilterChanges, PolicyChanges } from './policy-changes'
import { PolicySourceField, policySource } from './policy-source'

type Ask = Inputs['policies']['compare']
type Kind = Ask['kind']
type Answer = Outputs['policies']['compare']

const WORDS = ['kind', 'one', 'other', 'policies'] as const
const kindOf = (text: string): Kind => (text === 'policies' || text === 'hosts' ? text : 'revisions')

/** What the address bar asks; null while a side is missing. */
function askOf(get: (name: string) => string): Ask | null {
  const kind = kindOf(get('kind'))
  const [one, other] = [get('one'), get('other')]
  if (!one || !other) return null
  return kind === 'revisions'
    ? { kind, one: policySource(one), other: policySource(other) }
    : { kind, one, other, policies: policySource(get('policies') || '0') }
}

/** Two revisions, policies or hosts side by side; the address bar keeps the question. */
export function CompareScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const ask = askOf(filters.get)
  const answer = useQuery(
    trpc.policies.compare.queryOptions(ask ?? skipToken, { placeholderData: keepPreviousData }),
  )
  return (
    <Page
      title={t.compare.title}
      lead={t.compare.question}
      trail={[{ label: t.policies.title, href: '/policies' }]}
    >
      <div className="grid items-start gap-4 lg:grid-cols-[22rem_minmax(0,1fr)]">
        <CompareForm filters={filters} />
        {!ask ? (
          <div className="rounded-lg border bg-surface">
            <Empty icon={Diff} title={t.compare.emptyTitle}>
              {t.compare.emptyText}
            </Empty>
          </div>
        ) : answer.error ? (
          <LoadFailed what={t.compare.title} error={answer.error} onRetry={() => void answer.refetch()} />
        ) : answer.data ? (
          <Compared answer={answer.data} />
        ) : (
          <SkeletonRows label={t.common.loading} />
        )}
      </div>
    </Page>
  )
}

function CompareForm({ filters: { get, set } }: { filters: ReturnType<typeof useUrlFilters> }) {
  const { t } = useText()
  const [kind, setKind] = useState<Kind>(kindOf(get('kind')))
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    form.set('kind', kind)
    set(Object.fromEntries(WORDS.map((word) => [word, String(form.get(word) ?? '').trim()])))
  }
  return (
    <form
      aria-label={t.compare.title}
      onSubmit={submit}
      className="grid content-start gap-3 rounded-lg border bg-surface px-4 py-3.5"
    >
      <div>
        <Segmented
          label={t.compare.of}
          value={kind}
          options={[
            { value: 'revisions', label: t.compare.kinds.revisions },
            { value: 'policies', label: t.compare.kinds.policies },
            { value: 'hosts', label: t.compare.kinds.hosts },
          ]}
          onChange={setKind}
        />
      </div>
      {kind === 'revisions' ? (
        <>
          <PolicySourceField name="one" label={t.compare.one} value={get('one') || '0'} />
          <PolicySourceField name="other" label={t.compare.other} value={get('other') || 'draft'} />
        </>
      ) : (
        <>
          <NamedSide key={`one ${kind}`} kind={kind} name="one" label={t.compare.one} value={get('one')} />
          <NamedSide
            key={`other ${kind}`}
            kind={kind}
            name="other"
            label={t.compare.other}
            value={get('other')}
          />
          <PolicySourceField name="policies" label={t.compare.among} value={get('policies') || '0'} />
        </>
      )}
      <Button type="submit" look="primary" className="justify-self-start">
        {t.compare.submit}
      </Button>
    </form>
  )
}

const SUGGESTIONS = 20

interface SideProps {
  kind: 'policies' | 'hosts'
  name: string
  label: string
  value: string
}

function NamedSide({ kind, name, label, value }: SideProps) {
  const trpc = useTRPC()
  const [q, setQ] = useState(value)
  const hosts = useQuery(
    trpc.hosts.list.queryOptions(
      kind === 'hosts' ? { q, limit: SUGGESTIONS, lifecycle: 'active' } : skipToken,
      { placeholderData: keepPreviousData },
    ),
  )
  const policies = useQuery(trpc.policies.list.queryOptions(kind === 'policies' ? undefined : skipToken))
  const names = (hosts.data?.rows ?? policies.data?.policies ?? []).map((row) => row.name)
  return (
    <Field label={label}>
      {(ids) => (
        <>
          <Input
            {...ids}
            name={name}
            required
            maxLength={253}
            list={`${ids.id}-names`}
            autoComplete="off"
            value={q}
            onChange={(event) => setQ(event.target.value)}
          />
          <datalist id={`${ids.id}-names`}>
            {names.map((known) => (
              <option key={known} value={known} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}

function Compared({ answer }: { answer: Answer }) {
  const { t } = useText()
  if (answer.kind === 'revisions') {
    const [one, other] = answer.names.map((name) =>
      name === 'draft'
        ? t.compare.draft
        : name === '0'
          ? t.compare.newest
          : t.policies.revisions.one(Number(name)),
    )
    return (
      <Panel
        id="compared"
        title={`${one} → ${other}`}
        hint={answer.different ? t.compare.differ(answer.changes.length) : t.compare.same}
        flush
      >
        <PolicyChanges changes={answer.changes} />
      </Panel>
    )
  }
  const differing = answer.settings.filter(({ different }) => different).length
  return (
    <Panel
      id="compared"
      title={answer.names.join(' · ')}
      hint={answer.different ? t.compare.differ(differing) : t.compare.same}
      flush
    >
      <CompareTable names={answer.names} rows={answer.settings} />
      {answer.kind === 'policies' ? (
        <div className="px-4 py-3">
          <FilterChanges filters={answer.filters} />
        </div>
      ) : null}
    </Panel>
  )
}
