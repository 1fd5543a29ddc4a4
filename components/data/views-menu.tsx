'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Bookmark, Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '~/components/ui/button'
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from '~/components/ui/menu'
import { toast } from '~/components/ui/toast'
import type { SavedView } from './api'
import { errorText } from './app-error'
import { SaveViewDialog } from './save-view-dialog'
import { useText } from './text'
import { useTRPC } from './trpc'

/** The views of a list that this person keeps: filters and columns by a name. */
export function ViewsMenu({ list }: { list: string }) {
  const { t } = useText()
  const [opened, setOpened] = useState(false)
  const [saving, setSaving] = useState(false)
  // Here and not in the menu: its content is gone by the time the server has answered.
  const remove = useRemoveView(list)
  return (
    <>
      <Menu onOpenChange={(open) => open && setOpened(true)}>
        <MenuTrigger asChild>
          <Button look="quiet">
            <Bookmark aria-hidden />
            {t.lists.views}
          </Button>
        </MenuTrigger>
        <MenuContent align="end">
          {opened ? <Views list={list} onRemove={remove} /> : null}
          <MenuItem onSelect={() => setSaving(true)}>
            <Plus aria-hidden />
            {t.lists.saveView}
          </MenuItem>
        </MenuContent>
      </Menu>
      {saving ? <SaveViewDialog list={list} onClose={() => setSaving(false)} /> : null}
    </>
  )
}

/** Filters are read from the address bar: putting a view's there shows it. */
function showView(query: string) {
  window.history.replaceState(null, '', query ? `?${query}` : window.location.pathname)
}

function Views({ list, onRemove }: { list: string; onRemove: (view: SavedView) => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const views = useQuery(trpc.views.list.queryOptions({ list }))
  const rows = views.data?.views ?? []
  return (
    <>
      <MenuItem onSelect={() => showView('')}>{t.lists.standardView}</MenuItem>
      {rows.map((view) => (
        <MenuItem key={view.id} onSelect={() => showView(view.query)}>
          <span className="max-w-72 truncate">{view.name}</span>
        </MenuItem>
      ))}
      {rows.length > 0 ? (
        <>
          <MenuSeparator />
          <MenuLabel>{t.lists.removeView}</MenuLabel>
          {rows.map((view) => (
            <MenuItem key={view.id} onSelect={() => onRemove(view)} className="text-ink-2">
              <span className="max-w-72 truncate">{t.lists.removeNamed(view.name)}</span>
            </MenuItem>
          ))}
        </>
      ) : null}
      <MenuSeparator />
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
