import { Download } from 'lucide-react'
import { Button } from '~/components/ui/button'
import type { Column } from './column'
import { saveFile, shownCsv } from './shown-csv'
import { useText } from './text'

interface ListFileProps<Row> {
  /** Names the file. */
  name: string
  columns: readonly Column<Row>[]
  pages: readonly (readonly Row[])[]
}

/** What a list shows, as a file: the rows that were loaded, in the columns that are chosen. */
export function ListFile<Row>({ name, columns, pages }: ListFileProps<Row>) {
  const { t } = useText()
  const save = () => saveFile(`${name}.csv`, 'text/csv;charset=utf-8', shownCsv(columns, pages.flat()))
  return (
    <Button look="quiet" aria-label={t.lists.csv} onClick={save}>
      <Download aria-hidden />
      {t.lists.file}
    </Button>
  )
}
