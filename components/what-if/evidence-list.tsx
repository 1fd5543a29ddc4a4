'use client'

import type { WhatIf } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { StateMark } from '~/components/ui/state-mark'

type Policy = WhatIf['evidence'][number]

/** Every policy, whether it applies, and each of its filters beside what it was compared with. */
export function EvidenceList({ rows }: { rows: Policy[] }) {
  const { t } = useText()
  return (
    <ul>
      {rows.map(({ policy, priority, applies, reason, filters }) => (
        <li key={policy} className="grid gap-1 border-b px-4 py-2.5 text-sm last:border-b-0">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="text-ink-3 tabular-nums">{priority}</span>
            <span className="font-medium">{policy}</span>
            <StateMark tone={applies ? 'fine' : 'idle'} detail={reason ? t.rules.skipped[reason] : null}>
              {applies ? t.whatIf.applies : t.whatIf.doesNot}
            </StateMark>
          </p>
          {filters.length === 0 ? (
            <p className="text-ink-3">{t.whatIf.noFilters}</p>
          ) : (
            <ul className="grid gap-0.5 text-ink-2">
              {filters.map((filter) => (
                <FilterLine key={`${filter.type} ${filter.mode} ${filter.value}`} filter={filter} />
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  )
}

function FilterLine({
  filter: { type, mode, value, enabled, fact, matched },
}: {
  filter: Policy['filters'][number]
}) {
  const { t } = useText()
  return (
    <li className="flex flex-wrap items-baseline gap-x-2">
      <span>{t.filters.modes[mode]}</span>
      <span>{t.filters.types[type]}</span>
      <span className="min-w-0 font-mono text-xs break-all text-ink">{value}</span>
      <span className={matched ? 'font-medium' : 'text-ink-3'}>
        {matched ? t.whatIf.matched : t.whatIf.notMatched}
      </span>
      <span className="text-ink-3">{fact === null ? t.whatIf.nothingKnown : t.whatIf.against(fact)}</span>
      {enabled ? null : <span className="text-ink-3">{t.whatIf.filterOff}</span>}
    </li>
  )
}
