'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Fragment, type ReactNode, useState } from 'react'
import type { RolloutHostRow } from '~/components/data/api'
import { ListFoot, LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { useLoadMore } from '~/components/data/use-load-more'
import { Select } from '~/components/ui/input'
import { Panel } from '~/components/ui/panel'
import { SkeletonRows } from '~/components/ui/skeleton'
import { StateMark } from '~/components/ui/state-mark'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import { STANDING_TONES, STANDINGS, type Standing } from './standing'
import { type Trouble, troubledSessionsHref } from './troubled-sessions-href'

/** Every host that the revision changes, page by page: those that need a look first. */
export function RolloutHosts({ id }: { id: string }) {
  const { t } = useText()
  const trpc = useTRPC()
  const words = t.rollouts
  const [standing, setStanding] = useState<Standing>()
  const hosts = useInfiniteQuery(
    trpc.rollouts.hosts.infiniteQueryOptions(
      { id, ...(standing && { standing }) },
      { getNextPageParam: (page) => page.next ?? undefined, placeholderData: keepPreviousData },
    ),
  )
  const more = useLoadMore(hosts)
  const rows = hosts.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <Panel
      id="hosts"
      title={words.members}
      hint={words.membersHint}
      actions={<StandingChoice value={standing} onChange={setStanding} />}
      flush
    >
      {hosts.error ? (
        <LoadFailed what={words.members} error={hosts.error} onRetry={() => void hosts.refetch()} />
      ) : !hosts.data ? (
        <SkeletonRows label={t.common.loading} />
      ) : (
        <>
          <HostTable rows={rows} />
          <ListFoot count={rows.length} hasMore={hosts.hasNextPage} {...more} />
        </>
      )}
    </Panel>
  )
}

interface StandingChoiceProps {
  value: Standing | undefined
  onChange: (standing: Standing | undefined) => void
}

function StandingChoice({ value, onChange }: StandingChoiceProps) {
  const { t } = useText()
  const words = t.rollouts
  return (
    <Select
      aria-label={words.standing}
      value={value ?? ''}
      onChange={({ target }) => onChange(STANDINGS.find((word) => word === target.value))}
    >
      <option value="">{`${words.standing}: ${t.common.any}`}</option>
      {STANDINGS.map((word) => (
        <option key={word} value={word}>
          {words.standings[word]}
        </option>
      ))}
    </Select>
  )
}

function HostTable({ rows }: { rows: readonly RolloutHostRow[] }) {
  const { t } = useText()
  const words = t.rollouts
  return (
    <Table label={words.members}>
      <TableHead>
        <tr>
          <Th>{words.host}</Th>
          <Th>{words.standing}</Th>
          <Th className="text-right">{words.wave}</Th>
          <Th>{words.group}</Th>
          <Th className="text-right">{words.onOldList}</Th>
          <Th>{words.troubles}</Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((host) => (
          <HostRow key={host.id} host={host} />
        ))}
      </TableBody>
    </Table>
  )
}

function HostRow({ host }: { host: RolloutHostRow }) {
  const { t, format } = useText()
  const words = t.rollouts
  const { id, name, standing, wave, deliveryGroup, sessions, oldSessions } = host
  const troubles: ReactNode[] = [
    ...host.failedSettings,
    ...(host.bindFailures > 0
      ? [<Sessions key="binds" hostId={id} trouble="failedBinds" text={words.binds(host.bindFailures)} />]
      : []),
    ...(host.discrepancies > 0
      ? [
          <Sessions
            key="unlike"
            hostId={id}
            trouble="discrepancy"
            text={words.discrepancies(host.discrepancies)}
          />,
        ]
      : []),
  ]
  return (
    <Row>
      <Td label={words.host}>
        <Link prefetch={false} href={`/hosts/${id}`} className="rounded-sm font-medium hover:underline">
          {name}
        </Link>
      </Td>
      <Td label={words.standing}>
        <StateMark tone={STANDING_TONES[standing]}>{words.standings[standing]}</StateMark>
      </Td>
      <Td label={words.wave} className="tabular-nums md:text-right">
        {wave === null ? words.noWave : format.number(wave + 1)}
      </Td>
      <Td label={words.group} className="text-ink-2">
        {deliveryGroup ?? '–'}
      </Td>
      <Td label={words.onOldList} className="tabular-nums md:text-right" title={words.oldListHint}>
        {words.bar.of(format.number(oldSessions), format.number(sessions))}
      </Td>
      <Td label={words.troubles} className="text-ink-2">
        {troubles.length === 0
          ? '–'
          : troubles.map((trouble, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: settings, then links; they never move
              <Fragment key={at}>
                {at > 0 ? ', ' : null}
                {trouble}
              </Fragment>
            ))}
      </Td>
    </Row>
  )
}

/** What is wrong with sessions of a host, leading to them. */
function Sessions({ hostId, trouble, text }: { hostId: string; trouble: Trouble; text: string }) {
  return (
    <Link
      prefetch={false}
      href={troubledSessionsHref(hostId, trouble)}
      className="rounded-sm text-accent hover:underline"
    >
      {text}
    </Link>
  )
}
