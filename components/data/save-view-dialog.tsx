'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from '~/components/ui/toast'
import { NameDialog } from './name-dialog'
import { useText } from './text'
import { useTRPC } from './trpc'

/** Keeps the filters and columns on screen under a name. */
export function SaveViewDialog({ list, onClose }: { list: string; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const save = useMutation(
    trpc.views.save.mutationOptions({
      onSuccess: ({ name }) => {
        toast.success(t.lists.viewSaved(name))
        onClose()
        return queries.invalidateQueries(trpc.views.list.queryFilter({ list }))
      },
    }),
  )
  return (
    <NameDialog
      title={t.lists.saveView}
      text={t.lists.saveViewText}
      label={t.lists.viewName}
      missing={t.lists.viewNameNeeded}
      maxLength={60}
      submit={t.common.save}
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={(name) => save.mutate({ list, name, query: window.location.search.slice(1) })}
    />
  )
}
