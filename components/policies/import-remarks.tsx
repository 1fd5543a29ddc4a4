'use client'

import { useState } from 'react'
import type { ImportPlan } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Button } from '~/components/ui/button'
import { Facts } from '~/components/ui/facts'
import { Panel } from '~/components/ui/panel'
import { StateMark } from '~/components/ui/state-mark'

type Origin = ImportPlan['origin']
type Remark = Origin['unknown'][number]

/** Where a plan was read from, and all that is different from what stood there. */
export function ImportRemarks({ origin }: { origin: Origin }) {
  const { t, format } = useText()
  const words = t.plans
  const lists = [
    { id: 'not-taken', title: words.notTaken, hint: words.notTakenHint, rows: origin.unknown },
    { id: 'legacy', title: words.legacy, hint: words.legacyHint, rows: origin.legacy },
    { id: 'notes', title: words.notes, hint: words.notesHint, rows: origin.notes },
    { id: 'attachments', title: words.attachments, hint: undefined, rows: origin.attachments },
  ].filter(({ rows }) => rows.length > 0)
  return (
    <>
      <Panel id="source" title={words.source} hint={words.as[origin.as]}>
        <Facts
          rows={origin.files.map(({ name, format: read, bytes }) => [
            name,
            `${t.plans.formats[read] ?? read} · ${format.number(bytes)} B`,
          ])}
        />
        {lists.length === 0 ? (
          <p className="mt-2">
            <StateMark tone="fine">{words.everything}</StateMark>
          </p>
        ) : null}
      </Panel>
      {lists.map(({ id, title, hint, rows }) => (
        <Panel key={id} id={id} title={`${title} (${format.number(rows.length)})`} hint={hint} flush>
          <RemarkList rows={rows} />
        </Panel>
      ))}
    </>
  )
}

const FIRST = 20

function RemarkList({ rows }: { rows: readonly Remark[] }) {
  const { t } = useText()
  const [all, setAll] = useState(false)
  return (
    <ul className="divide-y text-sm">
      {(all ? rows : rows.slice(0, FIRST)).map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a list that never changes, of rows that may be equal
        <li key={at} className="grid gap-0.5 px-4 py-2">
          <p className="flex flex-wrap items-baseline gap-x-2">
            {row.what ? <span className="min-w-0 font-mono text-xs break-all">{row.what}</span> : null}
            {row.policy ? <span className="text-ink-2">{row.policy}</span> : null}
            <span className="ml-auto font-mono text-xs text-ink-3">{row.place}</span>
          </p>
          <p className="text-ink-2">{t.rules.sentence(row.text)}</p>
        </li>
      ))}
      {rows.length > FIRST && !all ? (
        <li className="px-2 py-1">
          <Button look="quiet" size="sm" onClick={() => setAll(true)}>
            {t.common.more(rows.length - FIRST)}
          </Button>
        </li>
      ) : null}
    </ul>
  )
}
