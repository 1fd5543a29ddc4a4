'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { useRefusal } from '~/components/data/me'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { Page } from '~/components/shell/page'
import { Badge } from '~/components/ui/badge'
import { buttonLook } from '~/components/ui/button'
import { GatedButton } from '~/components/ui/gated-button'
import { late } from '~/components/ui/late'
import { PolicyEditor } from './policy-editor'

const RemovePolicyDialog = late(() =>
  import('./remove-policy-dialog').then((module) => module.RemovePolicyDialog),
)

export function PolicyScreen({ id }: { id: string }) {
  const { t } = useText()
  const trpc = useTRPC()
  const refusal = useRefusal('policies.edit')
  const [removing, setRemoving] = useState(false)
  const policy = useQuery(trpc.policies.get.queryOptions({ id }, { refetchOnWindowFocus: false }))
  const list = useQuery(trpc.policies.list.queryOptions())
  if (!policy.data) {
    return policy.error ? (
      <LoadFailed what={t.policies.title} error={policy.error} onRetry={() => void policy.refetch()} />
    ) : null
  }
  const { data } = policy
  return (
    <Page
      title={data.name}
      trail={[{ label: t.policies.title, href: '/policies' }]}
      beside={
        <>
          <Badge>
            {t.policies.priority} {data.priority}
          </Badge>
          <Badge>{t.common.hosts(data.matchingHosts)}</Badge>
          {data.enabled ? null : <Badge>{t.policies.disabled}</Badge>}
        </>
      }
      lead={
        <>
          <Time at={data.updatedAt} /> · {t.common.by(data.updatedBy)}
        </>
      }
      actions={
        <>
          <GatedButton look="danger" refusal={refusal} onClick={() => setRemoving(true)}>
            {t.policies.editor.removePolicy}
          </GatedButton>
          {list.data?.draftDiffers ? (
            <Link prefetch={false} href="/policies/publish" className={buttonLook({ look: 'primary' })}>
              {t.policies.review}
            </Link>
          ) : null}
        </>
      }
    >
      <PolicyEditor policy={data} policies={list.data?.policies ?? [data]} />
      {removing ? <RemovePolicyDialog policy={data} onClose={() => setRemoving(false)} /> : null}
    </Page>
  )
}
