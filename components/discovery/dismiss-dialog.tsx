'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FindingView } from '~/components/data/api'
import { ReasonDialog } from '~/components/data/reason-dialog'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { inert } from '~/domain/inert-text'
import { useUndoAway } from './use-undo-away'

export function DismissDialog({ finding, onClose }: { finding: FindingView; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const putAway = useUndoAway(finding)
  const dismiss = useMutation(
    trpc.discovery.dismiss.mutationOptions({
      onSuccess: () => {
        putAway(t.discovery.dismiss.done(inert(finding.program)))
        void queries.invalidateQueries(trpc.discovery.pathFilter())
        onClose()
      },
    }),
  )
  return (
    <ReasonDialog
      title={t.discovery.dismiss.title(inert(finding.program))}
      text={t.discovery.dismiss.text}
      label={t.discovery.dismiss.reason}
      submit={t.discovery.dismiss.submit}
      look="primary"
      busy={dismiss.isPending}
      error={dismiss.error}
      onClose={onClose}
      onSubmit={(reason) => dismiss.mutate({ id: finding.id, reason })}
    />
  )
}
