'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { FindingView } from '~/components/data/api'
import { appErrorOf } from '~/components/data/app-error'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { Callout } from '~/components/ui/callout'
import { Dialog } from '~/components/ui/dialog'
import { Facts } from '~/components/ui/facts'
import { SkeletonRows } from '~/components/ui/skeleton'
import { inert } from '~/domain/inert-text'
import { EvidenceRows } from './evidence-rows'
import { FindingActions } from './finding-actions'
import { FindingStanding } from './finding-standing'
import { Ports, Verdict } from './verdict'

const REFRESH_MS = 5_000
/** Hosts and users of a finding that are named; sessions of so many hosts, each with all of theirs. */
const NAMED = 20
const NAMED_WITH_SESSIONS = 6

/** One finding beside the list: why, how it stands on the farm, what can be done, and the rows behind it. */
export function FindingDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const query = useQuery(trpc.discovery.finding.queryOptions({ id }, { refetchInterval: REFRESH_MS }))
  const finding = query.data
  return (
    <Dialog
      look="drawer"
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={
        finding ? <span className="font-mono break-all">{inert(finding.program)}</span> : t.discovery.title
      }
      closeLabel={t.common.close}
    >
      {query.error ? (
        appErrorOf(query.error)?.code === 'not-found' ? (
          <Callout tone="attention">{t.discovery.one.notFound}</Callout>
        ) : (
          <LoadFailed what={t.discovery.title} error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : finding ? (
        <FindingDetail finding={finding} />
      ) : (
        <SkeletonRows label={t.common.loading} rows={5} />
      )}
    </Dialog>
  )
}

function FindingDetail({ finding }: { finding: FindingView }) {
  const { t, format } = useText()
  const some = (names: readonly string[], most = NAMED, count = names.length) => {
    const shown = names
      .slice(0, most)
      .map((name) => inert(name))
      .join(names.some((name) => name.includes(',')) ? '; ' : ', ')
    return names.length > most ? `${shown} … (${format.number(count)})` : shown || '–'
  }
  const { content } = finding
  const partners = content.pairs.filter(
    ({ listener, client }) => listener === finding.program || client === finding.program,
  )
  return (
    <div className="grid gap-5">
      <div className="grid gap-2">
        <Verdict verdict={finding.verdict} confidence={finding.confidence} />
        <ul
          aria-label={t.discovery.one.why}
          className="grid list-disc gap-1 pl-5 text-sm text-ink-2 marker:text-ink-3"
        >
          {content.reasons.map((reason) => (
            <li key={reason.text} className="break-words">
              {inert(t.discovery.reasonText(reason), Number.POSITIVE_INFINITY)}
            </li>
          ))}
        </ul>
      </div>
      <FindingStanding finding={finding} />
      <FindingActions finding={finding} />
      <Facts
        rows={[
          [t.discovery.one.ports, <Ports key="ports" ports={finding.ports} />],
          ...(partners.length > 0
            ? [
                [
                  t.discovery.one.pairs,
                  <span key="pairs" className="grid">
                    {partners.slice(0, 10).map(({ listener, client, port }) => (
                      <span key={`${listener}${client}${port}`} className="break-words">
                        {t.discovery.one.pair(inert(listener), inert(client), String(port))}
                      </span>
                    ))}
                  </span>,
                ] as const,
              ]
            : []),
          [t.discovery.one.hosts, some(content.hosts)],
          [t.discovery.one.sessions, some(sessionsOf(finding), NAMED_WITH_SESSIONS, content.sessions.length)],
          [t.discovery.one.users, some(usersOf(finding))],
          [t.discovery.one.sources, <Sources key="sources" finding={finding} />],
          ...(finding.catalogue
            ? [
                [
                  t.discovery.one.catalogue,
                  <span key="catalogue" className="grid gap-0.5">
                    <span className="font-medium">{t.discovery.knownText(finding.catalogue.name)}</span>
                    <span className="text-ink-2">{t.discovery.knownText(finding.catalogue.text)}</span>
                    <span className="text-xs text-ink-3">
                      {t.discovery.one.source(t.discovery.knownText(finding.catalogue.source))}
                    </span>
                  </span>,
                ] as const,
              ]
            : []),
          [t.discovery.findings.changed, <Time key="changed" at={finding.changedAt} />],
        ]}
      />
      <EvidenceRows rows={content.evidence} />
    </div>
  )
}

const usersOf = ({ content }: FindingView) => [...new Set(content.sessions.flatMap(({ user }) => user ?? []))]

/** `CTI02: 1, 4`, host by host. */
function sessionsOf({ content }: FindingView): string[] {
  const byHost = new Map<string, number[]>()
  for (const { id, host = '' } of content.sessions) byHost.set(host, [...(byHost.get(host) ?? []), id])
  return [...byHost].map(([host, ids]) => (host ? `${host}: ${ids.join(', ')}` : ids.join(', ')))
}

function Sources({ finding }: { finding: FindingView }) {
  const { t } = useText()
  return (
    <span className="grid">
      {finding.farm ? <span>{t.discovery.one.agents}</span> : null}
      {finding.sources.map(({ comparison, name }) => (
        <Link
          key={comparison}
          prefetch={false}
          href="/discovery/captures"
          className="rounded-sm break-all text-accent hover:underline"
        >
          {name}
        </Link>
      ))}
    </span>
  )
}
