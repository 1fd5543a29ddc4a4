'use client'

import Link from 'next/link'
import type { SessionRow } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { Badge } from '~/components/ui/badge'
import { classNames } from '~/components/ui/class-names'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import { SessionCheck } from './discrepancy'
import { Observed, Predicted, VirtualIps } from './session-addresses'

interface SessionTableProps {
  rows: SessionRow[]
  /** Rows that came or changed while the screen was open. */
  fresh?: ReadonlySet<string>
  onOpen: (id: string) => void
  /** Leaves the host out, where every row has the same. */
  oneHost?: boolean
}

export function SessionTable({ rows, fresh, onOpen, oneHost }: SessionTableProps) {
  const { t } = useText()
  return (
    <Table label={t.sessions.title}>
      <TableHead>
        <tr>
          <Th>{t.sessions.user}</Th>
          {oneHost ? null : <Th>{t.sessions.host}</Th>}
          <Th className="text-right">{t.sessions.session}</Th>
          <Th>{t.sessions.predicted}</Th>
          <Th>{t.sessions.observed}</Th>
          <Th>{t.sessions.check}</Th>
          <Th>{t.sessions.virtualIps}</Th>
          <Th className={oneHost ? 'max-2xl:hidden' : 'max-xl:hidden'}>{t.sessions.programs}</Th>
          <Th>{t.sessions.logon}</Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((session) => (
          <SessionTableRow
            key={session.id}
            session={session}
            fresh={fresh?.has(session.id)}
            onOpen={onOpen}
            oneHost={oneHost}
          />
        ))}
      </TableBody>
    </Table>
  )
}

function SessionTableRow({
  session,
  fresh,
  onOpen,
  oneHost,
}: {
  session: SessionRow
  fresh?: boolean
  onOpen: (id: string) => void
  oneHost?: boolean
}) {
  const { t, format } = useText()
  return (
    <Row
      className={classNames('cursor-pointer', fresh && 'animate-flash')}
      onClick={(event) => {
        // A convenience for the pointer; the button is there for everyone. Links and marked text keep their meaning.
        const onControl = event.target instanceof Element && event.target.closest('a, button')
        if (!onControl && window.getSelection()?.isCollapsed !== false) onOpen(session.id)
      }}
    >
      <Td className="max-md:col-span-2">
        <span className="flex items-center gap-2">
          <button
            type="button"
            aria-label={t.sessions.open(session.user, session.number)}
            onClick={() => onOpen(session.id)}
            className="min-w-0 truncate rounded-sm text-left font-medium hover:underline"
          >
            {session.user}
          </button>
          {session.endedAt ? <Badge>{t.sessions.ended}</Badge> : null}
        </span>
      </Td>
      {oneHost ? null : (
        <Td label={t.sessions.host}>
          <Link
            prefetch={false}
            href={`/hosts/${session.hostId}`}
            className="rounded-sm text-ink-2 hover:text-ink hover:underline"
          >
            {session.host}
          </Link>
        </Td>
      )}
      <Td label={t.sessions.session} className="text-right font-mono tabular-nums max-md:text-left">
        {format.number(session.number)}
      </Td>
      <Td label={t.sessions.predicted}>
        <Predicted session={session} />
      </Td>
      <Td label={t.sessions.observed}>
        <Observed session={session} />
      </Td>
      <Td className="max-md:order-first max-md:col-span-2">
        <SessionCheck session={session} />
      </Td>
      <Td label={t.sessions.virtualIps}>
        <VirtualIps session={session} />
      </Td>
      <Td
        className={classNames('max-w-56 truncate text-ink-2', oneHost ? 'max-2xl:hidden!' : 'max-xl:hidden!')}
        title={session.programs.join(', ')}
      >
        {session.programs.join(', ') || <span className="text-ink-3">–</span>}
      </Td>
      <Td label={t.sessions.logon} className="text-ink-2">
        <Time at={session.logonAt} />
      </Td>
    </Row>
  )
}
