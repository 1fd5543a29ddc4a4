'use client'

import { useQuery } from '@tanstack/react-query'
import { ClipboardList, Diff, Download, FileSliders, History, Plus, Upload } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import type { PolicyList } from '~/components/data/api'
import { useRefusal } from '~/components/data/me'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { AttentionNotice } from '~/components/rollouts/attention-notice'
import { Page } from '~/components/shell/page'
import { buttonLook } from '~/components/ui/button'
import { Callout } from '~/components/ui/callout'
import { Empty } from '~/components/ui/empty'
import { GatedButton } from '~/components/ui/gated-button'
import { late } from '~/components/ui/late'
import { SkeletonRows } from '~/components/ui/skeleton'
import { StateMark } from '~/components/ui/state-mark'
import { FilterRule } from './filter-rule'
import { PolicyTable } from './policy-table'

const NewPolicyDialog = late(() => import('./new-policy-dialog').then((module) => module.NewPolicyDialog))

export function PoliciesScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const refusal = useRefusal('policies.edit')
  const [creating, setCreating] = useState(false)
  const list = useQuery(trpc.policies.list.queryOptions())
  const { data } = list
  return (
    <Page
      title={t.policies.title}
      lead={t.policies.question}
      actions={
        <>
          <Link prefetch={false} href="/policies/import" className={buttonLook()}>
            <Upload aria-hidden />
            {t.plans.import.button}
          </Link>
          <Link prefetch={false} href="/policies/export" className={buttonLook()}>
            <Download aria-hidden />
            {t.policyExport.button}
          </Link>
          <Link prefetch={false} href="/policies/compare" className={buttonLook()}>
            <Diff aria-hidden />
            {t.compare.title}
          </Link>
          <Link prefetch={false} href="/policies/plans" className={buttonLook()}>
            <ClipboardList aria-hidden />
            {t.plans.title}
          </Link>
          <Link prefetch={false} href="/policies/history" className={buttonLook()}>
            <History aria-hidden />
            {t.policies.history}
          </Link>
          <GatedButton
            refusal={refusal}
            look={data?.draftDiffers ? 'plain' : 'primary'}
            onClick={() => setCreating(true)}
          >
            <Plus aria-hidden />
            {t.policies.new}
          </GatedButton>
        </>
      }
    >
      <AttentionNotice />
      {data ? <HeadBar list={data} /> : null}
      <div className="min-w-0 rounded-lg border bg-surface">
        {list.error ? (
          <LoadFailed what={t.policies.title} error={list.error} onRetry={() => void list.refetch()} />
        ) : !data ? (
          <SkeletonRows label={t.common.loading} rows={4} />
        ) : data.policies.length === 0 ? (
          <Empty
            icon={FileSliders}
            title={t.policies.emptyTitle}
            action={
              <GatedButton look="primary" refusal={refusal} onClick={() => setCreating(true)}>
                {t.policies.new}
              </GatedButton>
            }
          >
            {t.policies.emptyText}
          </Empty>
        ) : (
          <PolicyTable policies={data.policies} />
        )}
      </div>
      <FilterRule />
      {creating ? <NewPolicyDialog onClose={() => setCreating(false)} /> : null}
    </Page>
  )
}

/** What is published, and whether the draft has moved on from it. */
function HeadBar({ list }: { list: PolicyList }) {
  const { t } = useText()
  const { head, draftDiffers } = list
  const published = head ? (
    <>
      <Link
        prefetch={false}
        href={`/policies/history/${head.revision}`}
        className="rounded-sm font-medium text-ink hover:underline"
      >
        {t.policies.published(head.revision)}
      </Link>{' '}
      · <Time at={head.publishedAt} /> · {t.common.by(head.by)}
    </>
  ) : (
    t.policies.neverPublishedText
  )
  if (!draftDiffers) {
    return (
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2">
        {head ? <StateMark tone="fine">{t.policies.draftSame}</StateMark> : null}
        <span>{published}</span>
      </p>
    )
  }
  return (
    <Callout
      title={head ? t.policies.draftDiffers : t.policies.neverPublished}
      actions={
        <Link prefetch={false} href="/policies/publish" className={buttonLook({ look: 'primary' })}>
          {t.policies.review}
        </Link>
      }
    >
      {head ? <p>{t.policies.draftDiffersText}</p> : null}
      <p className="text-ink-3">{published}</p>
    </Callout>
  )
}
