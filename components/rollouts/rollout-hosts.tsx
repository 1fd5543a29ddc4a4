'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { RolloutHostRow } from '~/components/data/api'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Panel } from '~/components/ui/panel'
import { SkeletonRows } from '~/components/ui/skeleton'
import { StateMark } from '~/components/ui/state-mark'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import { STANDING_TONES } from './standing'

/** Every host that the revision changes, those that need a look first. */
export function RolloutHosts({ id }: { id: string }) {
  const { t } = useText()
  const trpc = useTRPC()
  const words = t.rollouts
  const hosts = useQuery(trpc.rollouts.hosts.queryOptions({ id }))
  return (
    <Panel id="hosts" title={words.members} hint={words.membersHint} flush>
      {hosts.error ? (
        <LoadFailed what={words.members} error={hosts.error} onRetry={() => void hosts.refetch()} />
      ) : !hosts.data ? (
        <SkeletonRows label={t.common.loading} />
      ) : (
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
            {hosts.data.map((host) => (
              <HostRow key={host.id} host={host} />
            ))}
          </TableBody>
        </Table>
      )}
    </Panel>
  )
}

function HostRow({ host }: { host: RolloutHostRow }) {
  const { t, format } = useText()
  const words = t.rollouts
  const { id, name, standing, wave, deliveryGroup, sessions, oldSessions } = host
  const troubles = [
    ...host.failedSettings,
    ...(host.bindFailures > 0 ? [words.binds(host.bindFailures)] : []),
    ...(host.discrepancies > 0 ? [words.discrepancies(host.discrepancies)] : []),
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
        {troubles.join(', ') || '–'}
      </Td>
    </Row>
  )
}
