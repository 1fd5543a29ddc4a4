'use client'

import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import type { PublishPlan } from '~/components/data/api'
import { useText } from '~/components/data/text'

/** How many hosts and sessions the publish reaches; opened, which hosts, by their delivery group. */
export function PublishReach({ plan: { hosts, sessions, reach } }: { plan: PublishPlan }) {
  const { t } = useText()
  const words = t.policies.publish
  const look = 'text-xl font-semibold tracking-tight tabular-nums'
  if (hosts === 0) return <p className={look}>{words.noHosts}</p>
  return (
    <details className="group">
      <summary className="flex list-none items-center gap-1.5 rounded-sm hover:underline [&::-webkit-details-marker]:hidden">
        <span className={look}>{words.affectedText(t.common.hosts(hosts), t.common.sessions(sessions))}</span>
        <ChevronRight aria-hidden className="size-4 text-ink-3 transition-transform group-open:rotate-90" />
      </summary>
      <dl className="mt-1 mb-2 grid max-h-80 gap-1.5 overflow-y-auto border-l-2 pl-3 text-sm">
        {reach.map(({ group, hosts: many, names }) => (
          <div key={group}>
            <dt className="text-ink-2">
              {group ?? t.hosts.one.noGroup} · <span className="tabular-nums">{t.common.hosts(many)}</span>
            </dt>
            <dd className="flex flex-wrap gap-x-3">
              {names.map(({ id, name }) => (
                <Link
                  key={id}
                  prefetch={false}
                  href={`/hosts/${id}`}
                  className="rounded-sm font-medium hover:underline"
                >
                  {name}
                </Link>
              ))}
              {many > names.length ? (
                <span className="text-ink-3">{t.common.more(many - names.length)}</span>
              ) : null}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
