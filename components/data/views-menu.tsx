'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Bookmark } from 'lucide-react'
import { useState } from 'react'
import { Button } from '~/components/ui/button'
import { late } from '~/components/ui/late'
import { MenuButton } from '~/components/ui/menu-button'
import { toast } from '~/components/ui/toast'
import type { SavedView } from './api'
import { errorText } from './app-error'
import { useText } from './text'
import { useTRPC } from './trpc'

const loadItems = () => import('./views-items').then((module) => module.ViewsItems)

const SaveViewDialog = late(() => import('./save-view-dialog').then((module) => module.SaveViewDialog))

/** The views of a list that this person keeps: filters and columns by a name. */
export function ViewsMenu({ list }: { list: string }) {
  const { t } = useText()
  const [saving, setSaving] = useState(false)
  // Here and not in the menu: its content is gone by the time the server has answered.
  const remove = useRemoveView(list)
  return (
    <>
      <MenuButton
        load={loadItems}
        items={(Items) => <Items list={list} onRemove={remove} onSave={() => setSaving(true)} />}
        align="end"
      >
        <Button look="quiet">
          <Bookmark aria-hidden />
          {t.lists.views}
        </Button>
      </MenuButton>
      {saving ? <SaveViewDialog list={list} onClose={() => setSaving(false)} /> : null}
    </>
  )
}

/** Removes a view at once; whoever did not mean it takes it back from the message. */
function useRemoveView(list: string): (view: SavedView) => void {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries(trpc.views.list.queryFilter({ list }))
  const onError = (error: unknown) => toast.error(errorText(error, t))
  const restore = useMutation(trpc.views.save.mutationOptions({ onSuccess: refresh, onError }))
  const remove = useMutation(trpc.views.remove.mutationOptions({ onSettled: refresh, onError }))
  return (view) =>
    remove.mutate(
      { id: view.id },
      {
        onSuccess: () =>
          toast.undoable(t.lists.viewRemoved(view.name), t.common.undo, () =>
            restore.mutate({ list, name: view.name, query: view.query }),
          ),
      },
    )
}
