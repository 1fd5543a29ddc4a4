'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FindingView } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { toast } from '~/components/ui/toast'

/** Says that a finding was put away, and takes it back from the message: by then its dialog and drawer may be gone. */
export function useUndoAway({ id }: Pick<FindingView, 'id'>): (text: string) => void {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const reopen = useMutation(
    trpc.discovery.reopen.mutationOptions({
      onSuccess: () => void queries.invalidateQueries(trpc.discovery.pathFilter()),
      onError: (error) => toast.error(errorText(error, t)),
    }),
  )
  return (text) => toast.undoable(text, t.common.undo, () => reopen.mutate({ id }))
}
