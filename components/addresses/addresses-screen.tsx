'use client'

import { History, Network } from 'lucide-react'
import Link from 'next/link'
import { LiveMark, StaleBanner } from '~/components/data/live'
import { useMe } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { Page } from '~/components/shell/page'
import { Button } from '~/components/ui/button'
import { AddressSearch } from './address-search'
import { DiscrepanciesPanel } from './discrepancies-panel'
import { KeepingPanel } from './keeping-panel'
import { LoopbackCalculator } from './loopback-calculator'
import { PoolsPanel } from './pools-panel'
import { usePoolWatch } from './use-pool-watch'

/** Pools and how full they are, what is odd, and the way to the past. */
export function AddressesScreen() {
  const { t } = useText()
  const { permissions } = useMe()
  const live = usePoolWatch()
  return (
    <Page
      title={t.pools.title}
      lead={t.pools.question}
      beside={<LiveMark state={live} />}
      actions={
        <>
          <AddressSearch />
          <Button asChild>
            <Link prefetch={false} href="/addresses/held">
              <Network aria-hidden />
              {t.pools.heldNow.title}
            </Link>
          </Button>
          <Button asChild>
            <Link prefetch={false} href="/addresses/then">
              <History aria-hidden />
              {t.pools.past.title}
            </Link>
          </Button>
        </>
      }
    >
      <StaleBanner state={live} />
      <PoolsPanel />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <DiscrepanciesPanel />
        <div className="grid gap-4">
          <LoopbackCalculator />
          {permissions.includes('farm.manage') ? <KeepingPanel /> : null}
        </div>
      </div>
    </Page>
  )
}
