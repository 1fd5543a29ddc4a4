'use client'

import { MenuCheckItem, MenuLabel, MenuRadioGroup, MenuRadioItem, MenuSeparator } from '~/components/ui/menu'
import { shownColumns, toggleColumn } from './column'
import type { ListMenuProps } from './list-menu'
import { useText } from './text'
import { DENSITIES, isDensity, useDensity } from './use-density'

/** Which columns are shown, and how dense. */
export function ListItems<Row>({ columns, filters }: ListMenuProps<Row>) {
  const { t } = useText()
  const [density, setDensity] = useDensity()
  const chosen = filters.get('columns')
  const shown = shownColumns(columns, chosen)
  return (
    <>
      <MenuLabel>{t.lists.columns}</MenuLabel>
      {columns
        .filter(({ fixed }) => !fixed)
        .map((column) => (
          <MenuCheckItem
            key={column.key}
            checked={shown.includes(column)}
            onCheckedChange={() => filters.set({ columns: toggleColumn(columns, chosen, column.key) })}
          >
            {column.label}
          </MenuCheckItem>
        ))}
      <MenuSeparator />
      <MenuLabel>{t.lists.density}</MenuLabel>
      <MenuRadioGroup value={density} onValueChange={(value) => isDensity(value) && setDensity(value)}>
        {DENSITIES.map((each) => (
          <MenuRadioItem key={each} value={each}>
            {t.lists.densities[each]}
          </MenuRadioItem>
        ))}
      </MenuRadioGroup>
    </>
  )
}
