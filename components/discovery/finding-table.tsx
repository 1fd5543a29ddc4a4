'use client'

import type { FindingRow } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import { inert } from '~/domain/inert-text'
import { Ports, Verdict } from './verdict'

export function FindingTable({ rows, onOpen }: { rows: FindingRow[]; onOpen: (id: string) => void }) {
  const { t } = useText()
  return (
    <Table label={t.discovery.findings.table}>
      <TableHead>
        <tr>
          <Th>{t.discovery.findings.program}</Th>
          <Th>{t.discovery.findings.verdict}</Th>
          <Th>{t.discovery.findings.ports}</Th>
          <Th>{t.discovery.findings.why}</Th>
          <Th>{t.discovery.findings.seen}</Th>
          <Th>{t.discovery.findings.changed}</Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <FindingTableRow key={row.id} row={row} onOpen={onOpen} />
        ))}
      </TableBody>
    </Table>
  )
}

function FindingTableRow({ row, onOpen }: { row: FindingRow; onOpen: (id: string) => void }) {
  const { t } = useText()
  return (
    <Row
      className="cursor-pointer"
      onClick={(event) => {
        // A convenience for the pointer; the button is there for everyone.
        const onControl = event.target instanceof Element && event.target.closest('a, button')
        if (!onControl && window.getSelection()?.isCollapsed !== false) onOpen(row.id)
      }}
    >
      <Td className="max-w-64 max-md:col-span-2">
        <button
          type="button"
          aria-label={t.discovery.findings.open(inert(row.program))}
          onClick={() => onOpen(row.id)}
          className="block max-w-full truncate rounded-sm text-left font-mono text-xs font-medium hover:underline"
        >
          {inert(row.program)}
        </button>
      </Td>
      <Td className="whitespace-nowrap max-md:col-span-2">
        <Verdict verdict={row.verdict} confidence={row.confidence} />
      </Td>
      <Td label={t.discovery.findings.ports}>
        <Ports ports={row.ports} />
      </Td>
      <Td className="max-w-md text-ink-2 max-md:col-span-2">
        <span className="line-clamp-2 break-words">
          {row.reason ? inert(t.discovery.reasonText(row.reason)) : null}
        </span>
      </Td>
      <Td label={t.discovery.findings.seen} className="text-ink-2 md:max-w-44">
        {t.discovery.findings.seenText(row.hosts, row.sessions, row.users)}
      </Td>
      <Td label={t.discovery.findings.changed} className="text-ink-2">
        <Time at={row.changedAt} />
      </Td>
    </Row>
  )
}
