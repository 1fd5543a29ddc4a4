'use client'

import { useEffect } from 'react'
import { useText } from '~/components/data/text'
import { Button } from '~/components/ui/button'
import { FieldError } from '~/components/ui/field'
import { StateMark } from '~/components/ui/state-mark'
import type { PolicyDraft } from './use-policy-draft'

/** At the foot while there is something to save. `Ctrl S` saves. */
export function SaveBar({ state }: { state: PolicyDraft }) {
  const { t } = useText()
  const { dirty, saving, save, discard, problems, failure, theirs } = state
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      if (dirty && !saving) save()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [dirty, saving, save])
  const shown = dirty || failure !== null
  useEffect(() => {
    // What is typed into stays in sight above the bar.
    if (shown) document.activeElement?.scrollIntoView({ block: 'nearest' })
  }, [shown])
  if (!shown) return null
  return (
    <div
      data-over-foot
      className="sticky bottom-3 z-20 flex animate-appear flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line-strong bg-raised px-4 py-2.5 shadow-pop xl:col-span-2"
    >
      <div className="min-w-0 flex-1 basis-56" role="status">
        {failure ? (
          <FieldError>{failure}</FieldError>
        ) : problems.length > 0 ? (
          <FieldError>{t.policies.editor.problems(problems.length)}</FieldError>
        ) : (
          <StateMark tone="pending">{t.policies.editor.unsaved}</StateMark>
        )}
      </div>
      <div className="flex gap-2">
        <Button onClick={discard}>{t.policies.editor.discard}</Button>
        <Button look="primary" type="submit" busy={saving} disabled={theirs !== null}>
          {saving ? t.common.saving : t.policies.editor.save}
        </Button>
      </div>
    </div>
  )
}
