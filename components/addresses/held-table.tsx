'use client'

import Link from 'next/link'
import type { HeldRow, Who } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { useNow } from '~/components/data/use-now'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import { Address } from './address'

type Holder = HeldRow | Who['holders'][number]

/** Who held what, from when until when, with the boot and the clock that say so, and what the host had in force. */
export function HeldTable({ rows, label }: { rows: Holder[]; label: string }) {
  const { t, format } = useText()
  const now = useNow()
  const words = t.pools.past
  const held = rows.some((row) => 'inForce' in row)
  const time = (iso: string) => (now ? format.instant(iso) : '')
  return (
    <Table label={label}>
      <TableHead>
        <tr>
          <Th>{words.user}</Th>
          <Th>{words.host}</Th>
          <Th className="text-right">{words.number}</Th>
          <Th>{t.pools.address}</Th>
          <Th>{words.kind}</Th>
          <Th>{words.from}</Th>
          <Th>{words.to}</Th>
          <Th>{t.sessions.detail.program}</Th>
          {held ? <Th>{words.inForce}</Th> : null}
          <Th>{words.boot}</Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.id}>
            <Td label={words.user}>
              <Link
                prefetch={false}
                href={`/sessions?state=all&session=${row.sessionId}`}
                className="rounded-sm font-medium hover:underline"
              >
                {row.user}
              </Link>
            </Td>
            <Td label={words.host}>{row.host}</Td>
            <Td label={words.number} className="text-right font-mono tabular-nums max-md:text-left">
              {format.number(row.number)}
            </Td>
            <Td label={t.pools.address}>
              <Address address={row.address} />
            </Td>
            <Td label={words.kind} className="text-ink-2">
              {words.kinds[row.kind]}
              {'heldBy' in row && row.heldBy !== 'both-clocks' ? (
                <span className="block text-attention">{words.clocks[row.heldBy]}</span>
              ) : null}
            </Td>
            <Td label={words.from} className="text-ink-2 tabular-nums">
              {time(row.from)}
            </Td>
            <Td label={words.to} className="text-ink-2 tabular-nums">
              {row.to ? time(row.to) : words.still}
            </Td>
            <Td label={t.sessions.detail.program} className="text-ink-2">
              {row.program ?? '–'}
            </Td>
            {held ? (
              <Td label={words.inForce} className="text-ink-2">
                {'inForce' in row && row.inForce ? (
                  <span title={words.since(time(row.inForce.since))}>
                    {words.inForceRevision(format.number(row.inForce.revision))}
                  </span>
                ) : (
                  words.inForceUnknown
                )}
              </Td>
            ) : null}
            <Td label={words.boot} className="font-mono text-xs text-ink-3">
              {row.boot}
            </Td>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}
