'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { HostView } from '~/components/data/api'
import { ReasonDialog } from '~/components/data/reason-dialog'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { toast } from '~/components/ui/toast'

/** Taking a key away locks machines out: it says which, and asks why. */
export function RekeyHostDialog({ host, onClose }: { host: HostView; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const rekey = useMutation(
    trpc.hosts.rekey.mutationOptions({
      onSuccess: () => {
        toast.success(t.windowsHosts.rekey.done(host.name))
        onClose()
        return queries.invalidateQueries(trpc.hosts.pathFilter())
      },
    }),
  )
  return (
    <ReasonDialog
      title={t.windowsHosts.rekey.title(host.name)}
      text={t.windowsHosts.rekey.text}
      submit={t.windowsHosts.rekey.submit}
      busy={rekey.isPending}
      error={rekey.error}
      onClose={onClose}
      onSubmit={(reason) => rekey.mutate({ id: host.id, reason })}
    />
  )
}
