'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { errorText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Panel } from '~/components/ui/panel'
import { StateMark } from '~/components/ui/state-mark'
import { toast } from '~/components/ui/toast'
import { PENDING_HOSTS } from './pending-hosts'

/** Hosts at the door. The panel is there only while somebody waits. */
export function PendingPanel() {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const hosts = useQuery(trpc.hosts.list.queryOptions(PENDING_HOSTS))
  const approve = useMutation(
    trpc.hosts.approve.mutationOptions({
      onSuccess: (host) => toast.success(t.hosts.approved(host.name)),
      onError: (error) => toast.error(errorText(error, t)),
      onSettled: () => queries.invalidateQueries(trpc.hosts.pathFilter()),
    }),
  )
  const rows = hosts.data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <Panel id="pending" title={t.enrolment.pending} hint={t.enrolment.pendingHint} flush>
      <ul className="divide-y">
        {rows.map((host) => (
          <li key={host.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-sm">
            <StateMark tone="pending">{t.codes.lifecycles['pending-approval']}</StateMark>
            <Link
              prefetch={false}
              href={`/hosts/${host.id}`}
              className="rounded-sm font-medium hover:underline"
            >
              {host.name}
            </Link>
            <span className="text-ink-2">{host.os.version}</span>
            <span className="text-ink-3">{host.deliveryGroup}</span>
            <span className="ml-auto flex items-center gap-3 text-ink-3">
              {host.lastSeenAt ? <Time at={host.lastSeenAt} /> : null}
              <Button
                size="sm"
                look="primary"
                busy={approve.isPending}
                onClick={() => approve.mutate({ id: host.id })}
              >
                {t.hosts.approve}
                <span className="sr-only"> {host.name}</span>
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
