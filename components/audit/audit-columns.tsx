'use client'

import { useMemo } from 'react'
import type { AuditRow } from '~/components/data/api'
import type { Column } from '~/components/data/column'
import type { RowDetail } from '~/components/data/row-table'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { actWord } from './act-word'
import { BeforeAfter } from './before-after'
import { ObjectName } from './object'
import { objectKind, objectName } from './object-name'

/** What the record shows of an entry, and what it holds more. */
export function useAuditColumns(): { columns: Column<AuditRow>[]; detail: RowDetail<AuditRow> } {
  const { t, format } = useText()
  const columns = useMemo<Column<AuditRow>[]>(
    () => [
      {
        key: 'when',
        label: t.audit.when,
        fixed: true,
        bare: true,
        className: 'whitespace-nowrap text-ink-2 max-md:col-span-2',
        cell: ({ at }) => <Time at={at} exact />,
        text: ({ at }) => format.dateTime(at),
      },
      {
        key: 'actor',
        label: t.audit.actor,
        cell: ({ actor }) => (
          <>
            {actor.kind === 'system' ? null : actor.name}
            {actor.kind === 'user' ? null : <span className="text-ink-3"> {t.audit.kinds[actor.kind]}</span>}
          </>
        ),
        text: ({ actor }) => actor.name,
      },
      {
        key: 'action',
        label: t.audit.action,
        fixed: true,
        cell: ({ action }) => <span title={action}>{actWord(action, t)}</span>,
        text: ({ action }) => actWord(action, t),
      },
      {
        key: 'object',
        label: t.audit.object,
        cell: ({ object }) => (
          <>
            <span title={object.kind} className="text-ink-3">
              {objectKind(object, t)}
            </span>{' '}
            <ObjectName name={objectName(object, t)} />
          </>
        ),
        text: ({ object }) => `${objectKind(object, t) ?? ''} ${objectName(object, t) ?? ''}`.trim(),
      },
      {
        key: 'reason',
        label: t.audit.reason,
        bare: true,
        // On a phone after the arrow, which then has its place beside the object.
        className: 'max-w-sm break-words text-ink-2 max-md:order-last max-md:col-span-2 max-md:empty:hidden',
        cell: ({ reason }) => reason,
        text: ({ reason }) => reason ?? '',
      },
    ],
    [t, format],
  )
  const detail = useMemo<RowDetail<AuditRow>>(
    () => ({
      label: ({ action }) => t.audit.show(actWord(action, t)),
      has: ({ before, after }) => before !== null || after !== null,
      show: ({ action, before, after, names }) => (
        <BeforeAfter action={action} before={before} after={after} names={names} />
      ),
    }),
    [t],
  )
  return { columns, detail }
}
