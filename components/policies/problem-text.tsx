'use client'

import { useText } from '~/components/data/text'

/** A rule that was broken and how to mend it, with the value that broke it when there is one to show. */
export function ProblemText({ problem }: { problem: { value?: unknown; rule: string; mend: string } }) {
  const { t } = useText()
  const shown =
    typeof problem.value === 'string' || typeof problem.value === 'number' ? String(problem.value) : ''
  const value = shown.length > 60 ? `${shown.slice(0, 57)}…` : shown
  return (
    <>
      {value ? <span className="font-mono text-xs break-all">{value} </span> : null}
      {t.rules.sentence(problem.rule)}. {t.rules.sentence(problem.mend)}
    </>
  )
}
