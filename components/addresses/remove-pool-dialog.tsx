'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { PoolRow } from '~/components/data/api'
import { ReasonDialog } from '~/components/data/reason-dialog'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { toast } from '~/components/ui/toast'

export function RemovePoolDialog({ pool, onClose }: { pool: PoolRow; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const router = useRouter()
  const remove = useMutation(
    trpc.pools.remove.mutationOptions({
      onSuccess: () => {
        toast.success(t.pools.removed)
        router.push('/addresses')
        return queries.invalidateQueries(trpc.pools.list.queryFilter())
      },
    }),
  )
  return (
    <ReasonDialog
      title={`${t.pools.remove}: ${pool.name}`}
      text={t.pools.removeText}
      submit={t.pools.remove}
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onSubmit={(reason) => remove.mutate({ id: pool.id, reason })}
    />
  )
}
