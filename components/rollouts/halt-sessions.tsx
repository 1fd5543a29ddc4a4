'use client'

import Link from 'next/link'
import type { RolloutView } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { discrepancyText } from '~/components/sessions/discrepancy'
import { troubledSessionsHref, troubleOf } from './troubled-sessions-href'

type Session = NonNullable<NonNullable<RolloutView['halt']>['sessions']>[number]

/** Which sessions the gate saw, with the program and what is wrong: each opens, and the list of their host's. */
export function HaltSessions({ sessions }: { sessions: Session[] }) {
  const { t, format } = useText()
  return (
    <ul className="mt-1.5 grid gap-1">
      {sessions.map(({ id, hostId, host, number, user, reason, program }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-2">
          <Link
            prefetch={false}
            href={`${troubledSessionsHref(hostId, troubleOf(reason))}&session=${id}`}
            className="rounded-sm font-medium text-ink hover:underline"
          >
            {user}
          </Link>
          <span>{t.sessions.detail.where(format.number(number), host)}</span>
          <span>
            {program ? <span className="font-mono text-xs">{program}: </span> : null}
            {troubleOf(reason) === 'failedBinds' ? t.rollouts.bindFailed : discrepancyText(reason, t).title}
          </span>
        </li>
      ))}
    </ul>
  )
}
