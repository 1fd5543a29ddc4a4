'use client'

import Link from 'next/link'
import type { HostRow } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { Badge } from '~/components/ui/badge'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import { Generation } from './generation'
import { HostState } from './host-state'

export function HostTable({ rows }: { rows: HostRow[] }) {
  const { t } = useText()
  return (
    <Table label={t.hosts.title}>
      <TableHead>
        <tr>
          <Th>{t.hosts.name}</Th>
          <Th>{t.hosts.state}</Th>
          <Th>{t.hosts.group}</Th>
          <Th>
            {t.hosts.generation} <span className="font-normal">({t.hosts.generationHint})</span>
          </Th>
          <Th className="text-right">{t.hosts.sessions}</Th>
          <Th className="max-xl:hidden">{t.hosts.system}</Th>
          <Th>{t.hosts.lastSeen}</Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((host) => (
          <HostTableRow key={host.id} host={host} />
        ))}
      </TableBody>
    </Table>
  )
}

function HostTableRow({ host }: { host: HostRow }) {
  const { t, format } = useText()
  return (
    <Row>
      <Td className="max-md:col-span-2">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            prefetch={false}
            href={`/hosts/${host.id}`}
            className="rounded-sm font-medium hover:underline"
          >
            {host.name}
          </Link>
          {host.tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </span>
      </Td>
      <Td className="max-md:col-span-2">
        <HostState host={host} />
      </Td>
      <Td label={t.hosts.group}>
        {host.deliveryGroup ?? <span className="text-ink-3">{t.hosts.one.noGroup}</span>}
      </Td>
      <Td label={t.hosts.generation}>
        <Generation applied={host.appliedGeneration} wanted={host.wantedGeneration} />
      </Td>
      <Td label={t.hosts.sessions} className="text-right tabular-nums max-md:text-left">
        {host.sessions > 0 ? (
          <Link prefetch={false} href={`/sessions?hostId=${host.id}`} className="rounded-sm hover:underline">
            {format.number(host.sessions)}
          </Link>
        ) : (
          <span className="text-ink-3">0</span>
        )}
      </Td>
      <Td className="text-ink-2 max-xl:hidden!">{host.os.version}</Td>
      <Td label={t.hosts.lastSeen} className="text-ink-2">
        {host.lastSeenAt ? (
          <Time at={host.lastSeenAt} />
        ) : (
          <span className="text-ink-3">{t.common.never}</span>
        )}
      </Td>
    </Row>
  )
}
