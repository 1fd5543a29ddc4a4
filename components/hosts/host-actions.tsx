'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { HostView } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useRefusal } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { GatedButton } from '~/components/ui/gated-button'
import { late } from '~/components/ui/late'
import { toast } from '~/components/ui/toast'

const EditHostDialog = late(() => import('./edit-host-dialog').then((module) => module.EditHostDialog))

const RekeyHostDialog = late(() => import('./rekey-host-dialog').then((module) => module.RekeyHostDialog))

const RetireHostDialog = late(() => import('./retire-host-dialog').then((module) => module.RetireHostDialog))

export function HostActions({ host }: { host: HostView }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const refusal = useRefusal('hosts.manage')
  const [open, setOpen] = useState<'edit' | 'rekey' | 'retire' | null>(null)
  const approve = useMutation(
    trpc.hosts.approve.mutationOptions({
      onSuccess: () => {
        toast.success(t.hosts.approved(host.name))
        return queries.invalidateQueries(trpc.hosts.pathFilter())
      },
      onError: (error) => toast.error(errorText(error, t)),
    }),
  )
  const retired = host.lifecycle === 'retired' ? t.hosts.retire.already : null
  return (
    <>
      {host.lifecycle === 'pending-approval' ? (
        <GatedButton
          look="primary"
          refusal={refusal}
          busy={approve.isPending}
          onClick={() => approve.mutate({ id: host.id })}
        >
          {t.hosts.approve}
        </GatedButton>
      ) : null}
      {host.lifecycle === 'quarantined' ? (
        <GatedButton look="primary" refusal={refusal} onClick={() => setOpen('rekey')}>
          {t.windowsHosts.rekey.button}
        </GatedButton>
      ) : null}
      <GatedButton refusal={refusal ?? retired} onClick={() => setOpen('edit')}>
        {t.hosts.edit.button}
      </GatedButton>
      <GatedButton look="danger" refusal={refusal ?? retired} onClick={() => setOpen('retire')}>
        {t.hosts.retire.button}
      </GatedButton>
      {open === 'edit' ? <EditHostDialog host={host} onClose={() => setOpen(null)} /> : null}
      {open === 'rekey' ? <RekeyHostDialog host={host} onClose={() => setOpen(null)} /> : null}
      {open === 'retire' ? <RetireHostDialog host={host} onClose={() => setOpen(null)} /> : null}
    </>
  )
}
