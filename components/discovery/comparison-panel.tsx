'use client'

import { FilePlus2, Trash2 } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import type { ComparisonRow } from '~/components/data/api'
import { useRefusal } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { GatedButton } from '~/components/ui/gated-button'
import { late } from '~/components/ui/late'
import { inert } from '~/domain/inert-text'
import { CaptureTable } from './capture-table'
import { Verdict } from './verdict'

const RemoveComparisonDialog = late(() =>
  import('./remove-comparison-dialog').then((module) => module.RemoveComparisonDialog),
)

/** Captures of one machine, what each holds, and what they say together. */
export function ComparisonPanel({ comparison, onAdd }: { comparison: ComparisonRow; onAdd: () => void }) {
  const { t } = useText()
  const refusal = useRefusal('policies.edit')
  const [removing, setRemoving] = useState(false)
  const { id, name, captures, changedAt, by } = comparison
  return (
    <section aria-labelledby={`comparison-${id}`} className="min-w-0 rounded-lg border bg-surface">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-2">
        <div className="min-w-0 flex-1 basis-60">
          <h3 id={`comparison-${id}`} className="truncate text-sm font-semibold" title={inert(name)}>
            {inert(name)}
          </h3>
          <p className="text-sm text-ink-3">
            <Time at={changedAt} /> · {t.common.by(by)}
          </p>
        </div>
        <GatedButton
          size="sm"
          refusal={refusal}
          onClick={onAdd}
          aria-label={t.discovery.captures.addToNamed(name)}
        >
          <FilePlus2 aria-hidden />
          {t.discovery.captures.addTo}
        </GatedButton>
        <GatedButton
          size="icon-sm"
          look="quiet"
          refusal={refusal}
          onClick={() => setRemoving(true)}
          aria-label={t.discovery.captures.remove(name)}
        >
          <Trash2 aria-hidden />
        </GatedButton>
      </header>
      <CaptureTable captures={captures} label={name} />
      <Says comparison={comparison} />
      {removing ? (
        <RemoveComparisonDialog comparison={comparison} onClose={() => setRemoving(false)} />
      ) : null}
    </section>
  )
}

function Says({ comparison: { findings } }: { comparison: ComparisonRow }) {
  const { t } = useText()
  const telling = findings.filter(({ verdict }) => verdict !== 'no-need')
  const others = findings.length - telling.length
  return (
    <div className="grid gap-1.5 border-t px-4 py-2.5">
      <h4 className="text-xs font-medium text-ink-3">{t.discovery.captures.says}</h4>
      {telling.length === 0 ? (
        <p className="text-sm text-ink-2">{t.discovery.captures.saysNothing}</p>
      ) : (
        <ul className="flex flex-wrap gap-x-6 gap-y-1.5">
          {telling.map(({ program, verdict, finding }) => (
            <li key={program} className="flex min-w-0 items-center gap-2 text-sm">
              {finding ? (
                <Link
                  prefetch={false}
                  href={`/discovery?state=all&finding=${finding}`}
                  className="min-w-0 truncate rounded-sm font-mono text-xs font-medium text-accent hover:underline"
                >
                  {inert(program)}
                </Link>
              ) : (
                <span className="min-w-0 truncate font-mono text-xs">{inert(program)}</span>
              )}
              <Verdict verdict={verdict} />
            </li>
          ))}
        </ul>
      )}
      {telling.some(({ verdict }) => verdict === 'seen-once') ? (
        <p className="text-sm text-ink-2">{t.discovery.captures.seenOnce}</p>
      ) : null}
      {others > 0 ? <p className="text-sm text-ink-3">{t.discovery.captures.noNeed(others)}</p> : null}
    </div>
  )
}
