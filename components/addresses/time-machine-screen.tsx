'use client'

import { useQuery } from '@tanstack/react-query'
import type { HeldRow } from '~/components/data/api'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { useNow } from '~/components/data/use-now'
import { useUrlFilters } from '~/components/data/use-url-filters'
import { Page } from '~/components/shell/page'
import { Callout } from '~/components/ui/callout'
import { Panel } from '~/components/ui/panel'
import { SkeletonRows } from '~/components/ui/skeleton'
import { HeldStrip } from './held-strip'
import { HeldTable } from './held-table'
import { neighboursOf } from './neighbours'
import { fittingSpan } from './strip-span'
import { TimeMachineForm } from './time-machine-form'

const DAY_MS = 86_400_000

/** Who held an address then, what a session held, what a user held. What is asked stands in the address bar. */
export function TimeMachineScreen() {
  const { t } = useText()
  const { get } = useUrlFilters()
  const asked = { address: get('address'), host: get('host'), at: get('at') }
  return (
    <Page
      title={t.pools.past.title}
      lead={t.pools.past.question}
      trail={[{ label: t.pools.title, href: '/addresses' }]}
    >
      <Panel>
        <TimeMachineForm />
      </Panel>
      {asked.address ? <WhoThen key={JSON.stringify(asked)} {...asked} /> : null}
      {get('number') && asked.host ? (
        <OfSession host={asked.host} number={Number(get('number'))} at={asked.at} />
      ) : null}
      {get('user') && get('from') && get('to') ? (
        <OfUser user={get('user')} from={get('from')} to={get('to')} />
      ) : null}
    </Page>
  )
}

function WhoThen({ address, host, at }: { address: string; host: string; at: string }) {
  const { t, format } = useText()
  const trpc = useTRPC()
  const now = useNow()
  const input = { address, ...(host && { host }), ...(at && { at: format.instantOf(at) }) }
  const who = useQuery(trpc.addresses.who.queryOptions(input))
  const center = who.data ? Date.parse(who.data.at) : 0
  const span = { from: center - 3 * DAY_MS, to: Math.min(center + 3 * DAY_MS, now || center) }
  const timeline = useQuery(
    trpc.addresses.timeline.queryOptions(
      {
        address,
        ...(host && { host }),
        from: new Date(span.from).toISOString(),
        to: new Date(center + 3 * DAY_MS).toISOString(),
      },
      { enabled: who.data !== undefined },
    ),
  )
  if (who.error)
    return <LoadFailed what={t.pools.past.title} error={who.error} onRetry={() => void who.refetch()} />
  if (!who.data) return <SkeletonRows label={t.common.loading} rows={4} />
  const { holders, revision, cut } = who.data
  const when = now ? format.instant(who.data.at) : ''
  return (
    <>
      <Panel
        flush
        id="holders"
        title={`${who.data.address} · ${when}`}
        hint={
          revision
            ? t.pools.past.revision(
                format.number(revision.number),
                now ? format.dateTime(revision.publishedAt) : '',
              )
            : t.pools.past.noRevision
        }
      >
        {holders.length === 0 ? (
          <Nobody rows={timeline.data?.rows ?? []} at={center} />
        ) : (
          <HeldTable rows={holders} label={t.pools.past.holders(holders.length)} />
        )}
      </Panel>
      {cut ? <Callout>{t.pools.past.cut}</Callout> : null}
      {timeline.data && timeline.data.rows.length > 0 ? (
        <HeldStrip
          label={t.pools.past.strip(who.data.address)}
          rows={timeline.data.rows}
          revisions={timeline.data.revisions}
          asked={center}
          lanes="host"
          whole={fittingSpan(
            timeline.data.rows.map(({ from, to }) => ({
              from: Date.parse(from),
              to: to ? Date.parse(to) : span.to,
            })),
            center,
            span,
          )}
        />
      ) : null}
    </>
  )
}

/** The answer where there is none, with the holders next to it. */
function Nobody({ rows, at }: { rows: HeldRow[]; at: number }) {
  const { t, format } = useText()
  const now = useNow()
  const { before, after } = neighboursOf(rows, at)
  const whose = (row: HeldRow) => t.pools.past.bar(row.user, row.host, format.number(row.number))
  return (
    <div role="status" className="grid gap-0.5 px-4 py-3 text-sm text-ink-2">
      <p>{t.pools.past.nobody}</p>
      {now && before?.to ? <p>{t.pools.past.heldBefore(whose(before), format.dateTime(before.to))}</p> : null}
      {now && after ? <p>{t.pools.past.heldAfter(whose(after), format.dateTime(after.from))}</p> : null}
    </div>
  )
}

function OfSession({ host, number, at }: { host: string; number: number; at: string }) {
  const { t, format } = useText()
  const trpc = useTRPC()
  const query = useQuery(
    trpc.addresses.ofSession.queryOptions({
      host,
      number,
      limit: 200,
      ...(at && { at: format.instantOf(at) }),
    }),
  )
  if (query.error)
    return <LoadFailed what={t.pools.past.title} error={query.error} onRetry={() => void query.refetch()} />
  return (
    <Held
      rows={query.data?.rows}
      cut={query.data?.next != null}
      what={`${host} · ${format.number(number)}`}
    />
  )
}

function OfUser({ user, from, to }: { user: string; from: string; to: string }) {
  const { t, format } = useText()
  const trpc = useTRPC()
  const query = useQuery(
    trpc.addresses.ofUser.queryOptions({
      user,
      from: format.instantOf(from),
      to: upToNow(format.instantOf(to)),
      limit: 200,
    }),
  )
  if (query.error)
    return <LoadFailed what={t.pools.past.title} error={query.error} onRetry={() => void query.refetch()} />
  return <Held rows={query.data?.rows} cut={query.data?.next != null} what={user} />
}

/** A week that is not over yet is asked for as far as it has come. */
function upToNow(iso: string): string {
  const now = new Date()
  return Date.parse(iso) > now.getTime()
    ? new Date(Math.floor(now.getTime() / 60_000) * 60_000).toISOString()
    : iso
}

function Held({ rows, cut, what }: { rows?: HeldRow[]; cut: boolean; what: string }) {
  const { t } = useText()
  const now = useNow()
  if (!rows) return <SkeletonRows label={t.common.loading} rows={4} />
  if (rows.length === 0) return <Callout live>{t.pools.past.nothing}</Callout>
  const from = Math.min(...rows.map((row) => Date.parse(row.from)))
  const to = Math.max(...rows.map((row) => (row.to ? Date.parse(row.to) : now || Date.parse(row.from))))
  return (
    <>
      <HeldStrip
        label={t.pools.past.stripOf(what)}
        rows={rows}
        revisions={[]}
        lanes="address"
        whole={{ from: from - 60_000, to: to + 60_000 }}
      />
      <Panel flush title={t.pools.past.stripOf(what)}>
        <HeldTable rows={rows} label={t.pools.past.stripOf(what)} />
      </Panel>
      {cut ? <Callout>{t.pools.past.cut}</Callout> : null}
    </>
  )
}
