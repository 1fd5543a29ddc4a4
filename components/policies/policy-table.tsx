'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ArrowDown, ArrowUp } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import type { PolicyRow } from '~/components/data/api'
import { appErrorOf, errorText } from '~/components/data/app-error'
import { useRefusal } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Badge } from '~/components/ui/badge'
import { classNames } from '~/components/ui/class-names'
import { IconButton } from '~/components/ui/icon-button'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import { toast } from '~/components/ui/toast'
import { FiltersSummary, SettingsSummary, WarningsSummary } from './policy-summary'

/** The policies in their order; each can be moved one place up or down. */
export function PolicyTable({ policies }: { policies: PolicyRow[] }) {
  const { t } = useText()
  const { move, announcement } = useReorder(policies)
  const refusal = useRefusal('policies.edit')
  return (
    <>
      <p className="border-b px-4 py-2 text-sm text-ink-3">{t.policies.orderHint}</p>
      <Table label={t.policies.order}>
        <TableHead>
          <tr>
            <Th>{t.policies.priority}</Th>
            <Th>{t.policies.name}</Th>
            <Th>{t.policies.settings}</Th>
            <Th>{t.policies.filters}</Th>
            <Th className="text-right">{t.policies.matching}</Th>
          </tr>
        </TableHead>
        <TableBody>
          {policies.map((policy, index) => (
            <PolicyTableRow
              key={policy.id}
              policy={policy}
              priority={index + 1}
              onMove={refusal ? null : (by) => move(index, by)}
              first={index === 0}
              last={index === policies.length - 1}
            />
          ))}
        </TableBody>
      </Table>
      <p role="status" className="sr-only">
        {announcement}
      </p>
    </>
  )
}

function useReorder(policies: PolicyRow[]) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [announcement, setAnnouncement] = useState('')
  const key = trpc.policies.list.queryKey()
  const reorder = useMutation(
    trpc.policies.reorder.mutationOptions({
      onError: (error) =>
        toast.error(appErrorOf(error)?.code === 'stale' ? t.policies.orderStale : errorText(error, t)),
      onSettled: () => queries.invalidateQueries(trpc.policies.pathFilter()),
    }),
  )
  const move = (index: number, by: -1 | 1) => {
    const next = [...policies]
    const [moved] = next.splice(index, 1)
    if (!moved) return
    next.splice(index + by, 0, moved)
    const ranked = next.map((policy, at) => ({ ...policy, priority: at + 1 }))
    // Shown at once; the server's answer, or its refusal, puts it right.
    queries.setQueryData(key, (list) => list && { ...list, policies: ranked })
    setAnnouncement(t.policies.moved(moved.name, index + by + 1))
    reorder.mutate({ ids: next.map(({ id }) => id) })
  }
  return { move, announcement }
}

interface PolicyTableRowProps {
  policy: PolicyRow
  priority: number
  first: boolean
  last: boolean
  onMove: ((by: -1 | 1) => void) | null
}

function PolicyTableRow({ policy, priority, first, last, onMove }: PolicyTableRowProps) {
  const { t, format } = useText()
  return (
    <Row className={policy.enabled ? undefined : 'text-ink-3'}>
      <Td className="w-px align-top whitespace-nowrap max-md:order-last max-md:col-span-2">
        <span className="flex items-center gap-1">
          <span className="w-6 text-right font-mono text-ink-2 tabular-nums">{priority}</span>
          {onMove ? (
            <span className="flex items-center gap-1 print:hidden">
              <IconButton label={t.policies.moveUp(policy.name)} disabled={first} onClick={() => onMove(-1)}>
                <ArrowUp aria-hidden />
              </IconButton>
              <IconButton label={t.policies.moveDown(policy.name)} disabled={last} onClick={() => onMove(1)}>
                <ArrowDown aria-hidden />
              </IconButton>
            </span>
          ) : null}
        </span>
      </Td>
      <Td className="align-top max-md:col-span-2">
        <span className="flex flex-wrap items-center gap-2 leading-7">
          <Link
            prefetch={false}
            href={`/policies/${policy.id}`}
            className="rounded-sm font-medium text-ink hover:underline"
          >
            {policy.name}
          </Link>
          {policy.enabled ? null : <Badge>{t.policies.disabled}</Badge>}
          <WarningsSummary warnings={policy.warnings} />
        </span>
        {policy.description ? <p className="max-w-md text-ink-3">{policy.description}</p> : null}
      </Td>
      <Td label={t.policies.settings} className="align-top leading-7 max-md:col-span-2">
        <SettingsSummary settings={policy.settings} />
      </Td>
      <Td label={t.policies.filters} className="align-top leading-7">
        <FiltersSummary filters={policy.filters} />
      </Td>
      <Td
        label={t.policies.matching}
        className={classNames('text-right align-top leading-7 tabular-nums max-md:text-left')}
      >
        {format.number(policy.matchingHosts)}
      </Td>
    </Row>
  )
}
