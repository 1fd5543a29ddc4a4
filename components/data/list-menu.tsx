'use client'

import { Columns3 } from 'lucide-react'
import { Button } from '~/components/ui/button'
import { MenuButton } from '~/components/ui/menu-button'
import type { Column } from './column'
import { useText } from './text'
import type { useUrlFilters } from './use-url-filters'

const loadItems = () => import('./list-items').then((module) => module.ListItems)

export interface ListMenuProps<Row> {
  columns: readonly Column<Row>[]
  filters: ReturnType<typeof useUrlFilters>
}

/** How a list is shown. */
export function ListMenu<Row>(props: ListMenuProps<Row>) {
  const { t } = useText()
  return (
    <MenuButton load={loadItems} items={(Items) => <Items {...props} />} align="end">
      <Button look="quiet">
        <Columns3 aria-hidden />
        {t.lists.show}
      </Button>
    </MenuButton>
  )
}
