'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { HostView } from '~/components/data/api'
import { ReasonDialog } from '~/components/data/reason-dialog'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { toast } from '~/components/ui/toast'

/** Retiring shows how many sessions it meets, and asks why. */
export function RetireHostDialog({ host, onClose }: { host: HostView; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const retire = useMutation(
    trpc.hosts.retire.mutationOptions({
      onSuccess: () => {
        toast.success(t.hosts.retire.done(host.name))
        onClose()
        return queries.invalidateQueries(trpc.hosts.pathFilter())
      },
    }),
  )
  return (
    <ReasonDialog
      title={t.hosts.retire.title(host.name)}
      text={t.hosts.retire.text(host.sessions)}
      submit={t.hosts.retire.submit}
      busy={retire.isPending}
      error={retire.error}
      onClose={onClose}
      onSubmit={(reason) => retire.mutate({ id: host.id, reason })}
    />
  )
}
