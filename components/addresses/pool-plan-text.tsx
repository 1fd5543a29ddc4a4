'use client'

import type { PoolPlan } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Callout } from '~/components/ui/callout'

/** What saving would mean: how many addresses, and whom it touches. */
export function PoolPlanText({ plan }: { plan: PoolPlan }) {
  const { t, format } = useText()
  const { size, sizeBefore, sessions, reservations, affected } = plan
  const words = t.pools.checked
  return (
    <Callout
      live
      tone={sessions + reservations > 0 ? 'attention' : 'info'}
      title={sizeBefore > 0 ? words.from(format.number(sizeBefore), size) : words.makes(size)}
    >
      {sessions + reservations === 0 ? words.nobody : null}
      {sessions > 0 ? <p>{words.sessions(sessions)}</p> : null}
      {reservations > 0 ? <p>{words.reservations(reservations)}</p> : null}
      {affected.length > 0 ? (
        <ul className="mt-1 grid max-h-40 gap-0.5 overflow-auto">
          {affected.map(({ address, user, host, number, reservedFor }) => (
            <li key={address}>
              <code className="font-mono">{address}</code>{' '}
              {user && host ? t.pools.heldBy(user, host, format.number(number ?? 0)) : null}
              {reservedFor ? ` ${t.pools.keptFor(reservedFor)}` : null}
            </li>
          ))}
        </ul>
      ) : null}
    </Callout>
  )
}
