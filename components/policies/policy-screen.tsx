'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { PolicyRow } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useRefusal } from '~/components/data/me'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { Page } from '~/components/shell/page'
import { Badge } from '~/components/ui/badge'
import { Button, buttonLook } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { FieldError } from '~/components/ui/field'
import { GatedButton } from '~/components/ui/gated-button'
import { toast } from '~/components/ui/toast'
import { PolicyEditor } from './policy-editor'

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
      {removing ? <RemoveDialog policy={data} onClose={() => setRemoving(false)} /> : null}
    </Page>
  )
}

function RemoveDialog({ policy, onClose }: { policy: PolicyRow; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const router = useRouter()
  const queries = useQueryClient()
  const remove = useMutation(
    trpc.policies.remove.mutationOptions({
      onSuccess: () => {
        toast.success(t.policies.editor.removed(policy.name))
        void queries.invalidateQueries(trpc.policies.list.queryFilter())
        router.push('/policies')
      },
    }),
  )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t.policies.editor.removeTitle(policy.name)}
      description={t.policies.editor.removeText(policy.matchingHosts)}
      closeLabel={t.common.close}
    >
      {remove.error ? <FieldError>{errorText(remove.error, t)}</FieldError> : null}
      <DialogActions>
        <Button onClick={onClose}>{t.common.cancel}</Button>
        <Button
          look="danger"
          busy={remove.isPending}
          onClick={() => remove.mutate({ id: policy.id, version: policy.version })}
        >
          {t.policies.editor.removePolicy}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
