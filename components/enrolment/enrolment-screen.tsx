'use client'

import { useQuery } from '@tanstack/react-query'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Page } from '~/components/shell/page'
import { GroupsPanel } from './groups-panel'
import { PendingPanel } from './pending-panel'
import { TokensPanel } from './tokens-panel'

export function EnrolmentScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const groups = useQuery(trpc.deliveryGroups.list.queryOptions())
  return (
    <Page title={t.enrolment.title} lead={t.enrolment.question}>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_340px]">
        <div className="grid min-w-0 gap-4">
          <PendingPanel />
          <TokensPanel groups={groups.data?.rows ?? []} />
        </div>
        <GroupsPanel groups={groups.data?.rows ?? []} />
      </div>
    </Page>
  )
}
