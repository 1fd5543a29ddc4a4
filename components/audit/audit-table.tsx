'use client'

import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { AuditRow } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { classNames } from '~/components/ui/class-names'
import { IconButton } from '~/components/ui/icon-button'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'

export function AuditTable({ rows }: { rows: AuditRow[] }) {
  const { t } = useText()
  return (
    <Table label={t.audit.title}>
      <TableHead>
        <tr>
          <Th className="w-px">
            <span className="sr-only">{t.common.details}</span>
          </Th>
          <Th>{t.audit.when}</Th>
          <Th>{t.audit.actor}</Th>
          <Th>{t.audit.action}</Th>
          <Th>{t.audit.object}</Th>
          <Th>{t.audit.reason}</Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <AuditTableRow key={row.id} row={row} />
        ))}
      </TableBody>
    </Table>
  )
}

function AuditTableRow({ row }: { row: AuditRow }) {
  const { t } = useText()
  const [open, setOpen] = useState(false)
  const hasMore = row.before !== null || row.after !== null
  return (
    <>
      <Row className={open ? 'border-b-0' : undefined}>
        <Td className="w-px py-1 pr-0 max-md:order-last">
          {hasMore ? (
            <IconButton label={t.audit.show(row.action)} aria-expanded={open} onClick={() => setOpen(!open)}>
              <ChevronRight aria-hidden className={classNames('transition-transform', open && 'rotate-90')} />
            </IconButton>
          ) : null}
        </Td>
        <Td className="whitespace-nowrap text-ink-2 max-md:col-span-2">
          <Time at={row.at} exact />
        </Td>
        <Td label={t.audit.actor}>
          {row.actor.name}
          {row.actor.kind === 'user' ? null : (
            <span className="text-ink-3"> {t.audit.kinds[row.actor.kind]}</span>
          )}
        </Td>
        <Td label={t.audit.action} className="font-mono text-xs">
          {row.action}
        </Td>
        <Td label={t.audit.object}>
          <span className="text-ink-3">{row.object.kind}</span> {row.object.name ?? row.object.id}
        </Td>
        <Td className="max-w-sm break-words text-ink-2 max-md:col-span-2 max-md:empty:hidden">
          {row.reason}
        </Td>
      </Row>
      {open ? (
        <tr className="border-b max-md:block">
          <td colSpan={6} className="px-4 pb-3 max-md:block">
            <div className="grid gap-3 md:grid-cols-2">
              <Value label={t.audit.before} value={row.before} />
              <Value label={t.audit.after} value={row.after} />
            </div>
          </td>
        </tr>
      ) : null}
    </>
  )
}

function Value({ label, value }: { label: string; value: unknown }) {
  const { t } = useText()
  return (
    <div className="min-w-0">
      <p className="mb-1 text-xs font-medium text-ink-3">{label}</p>
      {value === null || value === undefined ? (
        <p className="text-sm text-ink-3">{t.audit.nothing}</p>
      ) : (
        <section
          aria-label={label}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must take the focus
          tabIndex={0}
          className="max-h-72 overflow-auto rounded-md border bg-sunken px-3 py-2"
        >
          <pre className="font-mono text-xs break-all whitespace-pre-wrap">
            {JSON.stringify(value, null, 2)}
          </pre>
        </section>
      )}
    </div>
  )
}
