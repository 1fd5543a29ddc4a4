'use client'

import { useCallback, useMemo } from 'react'
import type { SessionRow } from '~/components/data/api'
import { shownColumns } from '~/components/data/column'
import { RowTable } from '~/components/data/row-table'
import { useText } from '~/components/data/text'
import { useSessionColumns } from './session-columns'

/** The sessions of one host, without paging. */
export function HostSessions({ rows, onOpen }: { rows: SessionRow[]; onOpen: (id: string) => void }) {
  const { t } = useText()
  const open = useCallback(({ id }: SessionRow) => onOpen(id), [onOpen])
  const columns = useSessionColumns(open, { oneHost: true })
  const shown = useMemo(() => shownColumns(columns, ''), [columns])
  const pages = useMemo(() => [rows], [rows])
  return <RowTable label={t.sessions.title} columns={shown} pages={pages} rowKey={rowKey} onOpen={open} />
}

const rowKey = ({ id }: SessionRow) => id
