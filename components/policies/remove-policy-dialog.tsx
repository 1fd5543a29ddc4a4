'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import type { PolicyRow } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { FieldError } from '~/components/ui/field'
import { toast } from '~/components/ui/toast'

export function RemovePolicyDialog({ policy, onClose }: { policy: PolicyRow; onClose: () => void }) {
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
