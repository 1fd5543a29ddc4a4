'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { MenuItem, MenuLabel, MenuSeparator } from '~/components/ui/menu'
import type { SavedView } from './api'
import { useText } from './text'
import { useTRPC } from './trpc'

/** Filters are read from the address bar: putting a view's there shows it. */
function showView(query: string) {
  window.history.replaceState(null, '', query ? `?${query}` : window.location.pathname)
}

interface ViewsItemsProps {
  list: string
  onRemove: (view: SavedView) => void
  onSave: () => void
}

/** The views that are kept, and keeping one more. */
export function ViewsItems({ list, onRemove, onSave }: ViewsItemsProps) {
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
      <MenuItem onSelect={onSave}>
        <Plus aria-hidden />
        {t.lists.saveView}
      </MenuItem>
    </>
  )
}
