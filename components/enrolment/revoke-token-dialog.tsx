'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { TokenRow } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { FieldError } from '~/components/ui/field'
import { toast } from '~/components/ui/toast'

export function RevokeTokenDialog({ token, onClose }: { token: TokenRow; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const revoke = useMutation(
    trpc.tokens.revoke.mutationOptions({
      onSuccess: () => {
        toast.success(t.enrolment.revoked(token.label))
        onClose()
        return queries.invalidateQueries(trpc.tokens.list.queryFilter())
      },
    }),
  )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t.enrolment.revokeTitle(token.label)}
      description={t.enrolment.revokeText}
      closeLabel={t.common.close}
    >
      {revoke.error ? <FieldError>{errorText(revoke.error, t)}</FieldError> : null}
      <DialogActions>
        <Button onClick={onClose}>{t.common.cancel}</Button>
        <Button look="danger" busy={revoke.isPending} onClick={() => revoke.mutate({ id: token.id })}>
          {t.enrolment.revoke}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
