'use client'

import { Address } from '~/components/addresses/address'
import type { SessionView } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { Badge } from '~/components/ui/badge'

/** The addresses the session held, and when: closed intervals stay. */
export function SessionIntervals({ session }: { session: SessionView }) {
  const { t } = useText()
  return (
    <section>
      <h3 className="mb-1.5 text-sm font-semibold">{t.sessions.detail.intervals}</h3>
      {session.allocations.length === 0 ? (
        <p className="text-sm text-ink-3">{t.sessions.detail.noIntervals}</p>
      ) : (
        <ul className="divide-y rounded-md border text-sm">
          {session.allocations.map((held) => (
            <li key={held.id} className="grid gap-0.5 px-3 py-1.5">
              <span className="flex flex-wrap items-center gap-x-2">
                <Address address={held.address} />
                <Badge>{t.codes.allocationKinds[held.kind] ?? held.kind}</Badge>
                {held.program ? <span className="truncate text-ink-3">{held.program}</span> : null}
              </span>
              <span className="text-xs text-ink-3">
                <Time at={held.from} exact /> –{' '}
                {held.to ? <Time at={held.to} exact /> : t.sessions.detail.now}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
