'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { ClipboardCopy, MonitorSmartphone } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { SessionRow } from '~/components/data/api'
import { ListFrame } from '~/components/data/list-frame'
import { LiveMark, StaleBanner } from '~/components/data/live'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { useUrlFilters } from '~/components/data/use-url-filters'
import { Page } from '~/components/shell/page'
import { Button } from '~/components/ui/button'
import { Empty } from '~/components/ui/empty'
import { late } from '~/components/ui/late'
import { useSessionColumns } from './session-columns'
import { SESSION_FILTERS, sessionListInput } from './session-filters'
import { SessionToolbar } from './session-toolbar'
import { useSessionWatch } from './use-session-watch'

const SessionDrawer = late(() =>
  import('~/components/sessions/session-drawer').then((module) => module.SessionDrawer),
)

const HelpDeskDialog = late(() =>
  import('~/components/sessions/help-desk-dialog').then((module) => module.HelpDeskDialog),
)

const rowKey = ({ id }: SessionRow) => id

export function SessionsScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const { get, set } = filters
  const input = sessionListInput(Object.fromEntries(SESSION_FILTERS.map((name) => [name, get(name)])))
  const { live, fresh } = useSessionWatch(input)
  const list = useInfiniteQuery(
    trpc.sessions.list.infiniteQueryOptions(input, {
      getNextPageParam: (page) => page.next ?? undefined,
      placeholderData: keepPreviousData,
      // The stream brings what moves. A list read to its end is two thousand pages, and all of them would be read again.
      refetchOnWindowFocus: false,
    }),
  )
  const open = useCallback(({ id }: SessionRow) => set({ session: id }), [set])
  const columns = useSessionColumns(open)
  const [atDesk, setAtDesk] = useState(false)
  const filtered = filters.any(SESSION_FILTERS.filter((name) => name !== 'state'))

  return (
    <Page
      title={t.sessions.title}
      lead={t.sessions.question}
      beside={<LiveMark state={live} />}
      actions={
        <Button onClick={() => setAtDesk(true)}>
          <ClipboardCopy aria-hidden />
          {t.pools.card.open}
        </Button>
      }
    >
      <StaleBanner state={live} />
      <ListFrame
        name="sessions"
        label={t.sessions.title}
        columns={columns}
        rowKey={rowKey}
        list={list}
        filters={filters}
        fresh={fresh}
        onOpen={open}
        toolbar={<SessionToolbar filters={filters} hostName={list.data?.pages[0]?.rows[0]?.host} />}
        empty={
          <Empty
            icon={MonitorSmartphone}
            title={filtered ? t.sessions.noneTitle : t.sessions.emptyTitle}
            action={
              filtered ? (
                <Button onClick={() => set(Object.fromEntries(SESSION_FILTERS.map((name) => [name, ''])))}>
                  {t.common.clear}
                </Button>
              ) : null
            }
          >
            {filtered ? null : t.sessions.emptyText}
          </Empty>
        }
      />
      {atDesk ? <HelpDeskDialog onClose={() => setAtDesk(false)} /> : null}
      {get('session') ? <SessionDrawer id={get('session')} onClose={() => set({ session: '' })} /> : null}
    </Page>
  )
}
