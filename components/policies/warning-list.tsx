'use client'

import { TriangleAlert } from 'lucide-react'
import { useText } from '~/components/data/text'

/** What these are about, their help cannot say. */
const WITH_CASES: ReadonlySet<string> = new Set(['missing-end', 'missing-twin', 'not-found'])
const SHOWN_CASES = 12

interface ShownWarning {
  code: string
  message: string
  policy?: string
}

/** Warnings by kind, each with what it means and the cases it was found in. */
export function WarningList({
  warnings,
  withPolicy,
}: {
  warnings: readonly ShownWarning[]
  withPolicy?: boolean
}) {
  const { t } = useText()
  if (warnings.length === 0) return <p className="text-sm text-ink-3">{t.policies.editor.noWarnings}</p>
  const byCode = new Map<string, ShownWarning[]>()
  for (const warning of warnings) byCode.set(warning.code, [...(byCode.get(warning.code) ?? []), warning])
  return (
    <ul className="grid gap-2.5">
      {[...byCode].map(([code, cases]) => (
        <li key={code} className="flex items-start gap-2 text-sm">
          <TriangleAlert aria-hidden className="mt-[3px] size-4 shrink-0 text-attention" />
          <div className="min-w-0">
            <p className="font-medium">
              {t.codes.warnings[code]?.title ?? code}
              {cases.length > 1 ? (
                <span className="font-normal text-ink-3 tabular-nums"> × {cases.length}</span>
              ) : null}
            </p>
            <p className="text-ink-2">{t.codes.warnings[code]?.help ?? cases[0]?.message}</p>
            {WITH_CASES.has(code) ? (
              <ul className="text-ink-3">
                {cases.slice(0, SHOWN_CASES).map(({ message }) => (
                  <li key={message} className="break-words">
                    {t.rules.sentence(message)}
                  </li>
                ))}
              </ul>
            ) : null}
            {withPolicy ? (
              <p className="text-ink-3">{[...new Set(cases.map(({ policy }) => policy))].join(', ')}</p>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  )
}
