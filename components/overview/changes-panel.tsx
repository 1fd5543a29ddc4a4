'use client'

import Link from 'next/link'
import { actWord } from '~/components/audit/act-word'
import { ObjectName } from '~/components/audit/object'
import { objectKind, objectName } from '~/components/audit/object-name'
import type { Overview } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { Panel } from '~/components/ui/panel'

type Change = NonNullable<Overview['changes']>[number]

/** What people changed last, and who; each is a link to what the record says of that object. */
export function ChangesPanel({ changes }: { changes: Change[] }) {
  const { t } = useText()
  return (
    <Panel
      id="overview-changes"
      title={t.overview.changes.title}
      actions={
        <Link prefetch={false} href="/audit" className="rounded-sm text-sm text-ink-2 hover:underline">
          {t.overview.changes.all}
        </Link>
      }
      flush
    >
      {changes.length === 0 ? (
        <p className="px-4 py-3 text-sm text-ink-3">{t.overview.changes.none}</p>
      ) : (
        <ul className="py-1.5">
          {changes.map((change) => (
            <li key={change.id}>
              <ChangeLine change={change} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

/** Whose name the record is searched by: it says more in the field of the filter than an id. */
const foundByName = new Set(['user', 'host', 'policy', 'delivery-group', 'token'])

const idOf = ({ kind, id }: Change['object']) => (id ? `${kind}:${id}` : kind)

function ChangeLine({ change: { at, actor, action, object, reason } }: { change: Change }) {
  const { t } = useText()
  const of = foundByName.has(object.kind) && object.name ? object.name : idOf(object)
  return (
    <Link
      prefetch={false}
      href={`/audit?${new URLSearchParams({ object: of, action })}`}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4 px-4 py-1.5 text-sm hover:bg-hover"
    >
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{actor.name}</span>
        <span title={action} className="text-ink-2">
          {actWord(action, t)}
        </span>
        <span className="min-w-0 break-words">
          <ObjectName name={objectName(object, t) ?? objectKind(object, t)} />
        </span>
        {reason ? <span className="min-w-0 truncate text-ink-3">{reason}</span> : null}
      </span>
      <span className="text-ink-3">
        <Time at={at} />
      </span>
    </Link>
  )
}
