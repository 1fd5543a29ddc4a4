'use client'

import Link from 'next/link'
import { useState } from 'react'
import type { PoolAddressRow } from '~/components/data/api'
import { useRefusal } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { Button } from '~/components/ui/button'
import { GatedButton } from '~/components/ui/gated-button'
import { late } from '~/components/ui/late'
import { Address } from './address'

const ReserveDialog = late(() => import('./reserve-dialog').then((module) => module.ReserveDialog))

/** One address of a pool: what is known of it, and what can be done. */
export function PoolAddressDetail({
  poolId,
  row,
  note,
}: {
  poolId: string
  row: PoolAddressRow
  note: string
}) {
  const { t } = useText()
  const refusal = useRefusal('hosts.manage')
  const [open, setOpen] = useState(false)
  const reserved = row.reservedUser !== null || row.reservedProgram !== null
  return (
    <div className="grid content-start gap-2 rounded-md border p-3" aria-live="polite">
      <Address address={row.address} className="justify-self-start text-base" />
      <p className="text-sm font-medium">{t.pictures.pool.states[row.state]}</p>
      {note ? <p className="text-sm text-ink-2">{note}</p> : null}
      {row.reservedNote ? <p className="text-sm text-ink-3">{row.reservedNote}</p> : null}
      <div className="flex flex-wrap gap-2">
        {row.sessionId ? (
          <Button asChild size="sm">
            <Link prefetch={false} href={`/sessions?state=all&session=${row.sessionId}`}>
              {t.sessions.session}
            </Link>
          </Button>
        ) : null}
        <Button asChild size="sm">
          <Link prefetch={false} href={`/addresses/then?address=${row.address}`}>
            {t.pools.whoThen}
          </Link>
        </Button>
        {row.leaving ? null : (
          <GatedButton size="sm" refusal={refusal} onClick={() => setOpen(true)}>
            {reserved ? t.pools.unreserve : t.pools.reserve}
          </GatedButton>
        )}
      </div>
      {open ? (
        <ReserveDialog poolId={poolId} row={row} reserved={reserved} onClose={() => setOpen(false)} />
      ) : null}
    </div>
  )
}
