'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Pencil, RotateCcw, Trash2 } from 'lucide-react'
import type { CatalogueRow } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useRefusal } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Badge } from '~/components/ui/badge'
import { classNames } from '~/components/ui/class-names'
import { IconButton } from '~/components/ui/icon-button'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import { toast } from '~/components/ui/toast'
import { portsText } from '~/domain/catalogue/check-entry'

export function CatalogueTable({
  rows,
  onEdit,
}: {
  rows: CatalogueRow[]
  onEdit: (row: CatalogueRow) => void
}) {
  const { t } = useText()
  return (
    <Table label={t.discovery.tabs.catalogue}>
      <TableHead>
        <tr>
          <Th>{t.discovery.catalogue.program}</Th>
          <Th>{t.discovery.catalogue.ports}</Th>
          <Th>{t.discovery.catalogue.advice}</Th>
          <Th>{t.discovery.catalogue.whatToDo}</Th>
          <Th className="print:hidden">
            <span className="sr-only">{t.discovery.catalogue.actions}</span>
          </Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <CatalogueLine key={row.id} row={row} onEdit={() => onEdit(row)} />
        ))}
      </TableBody>
    </Table>
  )
}

function CatalogueLine({ row, onEdit }: { row: CatalogueRow; onEdit: () => void }) {
  const { t } = useText()
  const gone = row.origin === 'removed'
  return (
    <Row className={gone ? 'text-ink-3' : undefined}>
      <Td className="max-w-64 align-top max-md:col-span-2">
        <span className="flex flex-wrap items-center gap-2">
          <span className={classNames('font-medium', gone && 'line-through')}>
            {t.discovery.knownText(row.name)}
          </span>
          {row.origin === 'known' ? null : <Badge>{t.discovery.catalogue.origins[row.origin]}</Badge>}
        </span>
        <span className="block font-mono text-xs break-words text-ink-2">
          {row.processes.join(', ') || '–'}
        </span>
        <Evidence of={row.processEvidence} />
      </Td>
      <Td label={t.discovery.catalogue.ports} className="max-w-44 align-top">
        <span className="block font-mono text-xs break-words">{portsText(row.ports) || '–'}</span>
        {row.ports.length > 0 ? <Evidence of={row.portEvidence} /> : null}
      </Td>
      <Td label={t.discovery.catalogue.advice} className="align-top whitespace-nowrap">
        {t.discovery.catalogue.advices[row.advice]}
      </Td>
      <Td className="max-w-xl align-top max-md:col-span-2">
        <span className="block break-words">{t.discovery.knownText(row.text)}</span>
        {row.source ? (
          <span className="block text-xs break-words text-ink-3">
            {t.discovery.one.source(t.discovery.knownText(row.source))}
          </span>
        ) : null}
      </Td>
      <Td className="w-px align-top whitespace-nowrap max-md:col-span-2 max-md:w-auto print:hidden">
        <RowActions row={row} onEdit={onEdit} />
      </Td>
    </Row>
  )
}

function Evidence({ of }: { of: CatalogueRow['portEvidence'] }) {
  const { t } = useText()
  return <span className="block text-xs text-ink-3">{t.discovery.catalogue.evidences[of]}</span>
}

function RowActions({ row, onEdit }: { row: CatalogueRow; onEdit: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const refusal = useRefusal('policies.edit')
  const over = {
    onSuccess: () => void queries.invalidateQueries(trpc.catalogue.pathFilter()),
    onError: (error: unknown) => toast.error(errorText(error, t)),
  }
  const remove = useMutation(trpc.catalogue.remove.mutationOptions(over))
  const restore = useMutation(trpc.catalogue.restore.mutationOptions(over))
  const save = useMutation(trpc.catalogue.save.mutationOptions(over))
  if (refusal) return null
  const { origin, changedAt: _at, by: _by, ...entry } = row
  const takeBack = () => (origin === 'known' ? restore.mutate({ id: row.id }) : save.mutate(entry))
  const onSuccess = () =>
    toast.undoable(t.discovery.catalogue.removed(t.discovery.knownText(row.name)), t.common.undo, takeBack)
  return (
    <span className="flex justify-end">
      {row.origin === 'changed' || row.origin === 'removed' ? (
        <IconButton
          label={t.discovery.catalogue.restore(row.name)}
          busy={restore.isPending}
          onClick={() => restore.mutate({ id: row.id })}
        >
          <RotateCcw aria-hidden />
        </IconButton>
      ) : null}
      {row.origin === 'removed' ? null : (
        <>
          <IconButton label={t.discovery.catalogue.edit(row.name)} onClick={onEdit}>
            <Pencil aria-hidden />
          </IconButton>
          <IconButton
            label={t.discovery.catalogue.remove(row.name)}
            busy={remove.isPending}
            onClick={() => remove.mutate({ id: row.id }, { onSuccess })}
          >
            <Trash2 aria-hidden />
          </IconButton>
        </>
      )}
    </span>
  )
}
