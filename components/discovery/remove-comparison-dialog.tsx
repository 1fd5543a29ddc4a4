'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ComparisonRow } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { FieldError } from '~/components/ui/field'
import { toast } from '~/components/ui/toast'
import { inert } from '~/domain/inert-text'

export function RemoveComparisonDialog({
  comparison,
  onClose,
}: {
  comparison: ComparisonRow
  onClose: () => void
}) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const remove = useMutation(
    trpc.discovery.removeComparison.mutationOptions({
      onSuccess: () => {
        toast.success(t.discovery.captures.removed)
        void queries.invalidateQueries(trpc.discovery.pathFilter())
        onClose()
      },
    }),
  )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t.discovery.captures.removeTitle}
      description={t.discovery.captures.removeText(comparison.captures.length)}
      closeLabel={t.common.close}
    >
      <p className="font-mono text-xs break-all">{inert(comparison.name)}</p>
      {remove.error ? <FieldError>{errorText(remove.error, t)}</FieldError> : null}
      <DialogActions>
        <Button onClick={onClose}>{t.common.cancel}</Button>
        <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate({ id: comparison.id })}>
          {t.common.remove}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
