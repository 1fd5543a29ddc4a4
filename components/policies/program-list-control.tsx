'use client'

import { useMemo, useRef, useState } from 'react'
import { useText } from '~/components/data/text'
import { Button } from '~/components/ui/button'
import { FieldError } from '~/components/ui/field'
import { Input } from '~/components/ui/input'
import { MAX_ENTRY_LENGTH } from '~/domain/program'
import type { Problem } from '~/domain/result'
import type { Messages } from '~/locales/catalogue'
import { type Added, addPrograms } from './program-entries'
import { ProgramRows } from './program-rows'
import type { ControlProps } from './setting-field'

/** Above this many entries a search field pays. */
const SEARCH_FROM = 12

/** A list of programs: typed one by one, or pasted by the hundred. */
export function ProgramListControl({ value, onChange, disabled }: ControlProps) {
  const { t } = useText()
  const list = useMemo(() => (Array.isArray(value) ? (value as string[]) : []), [value])
  const [find, setFind] = useState('')
  const box = useRef<HTMLDivElement>(null)
  const showNewest = () =>
    requestAnimationFrame(() =>
      box.current?.querySelector('li:last-child')?.scrollIntoView({ block: 'nearest' }),
    )
  const shown = find ? list.filter((entry) => entry.toLowerCase().includes(find.toLowerCase())) : list
  return (
    <div ref={box} className="grid gap-2">
      {disabled ? null : <ProgramAdder list={list} onChange={onChange} onAdded={showNewest} />}
      {list.length >= SEARCH_FROM ? (
        <Input
          type="search"
          aria-label={t.policies.list.find}
          placeholder={t.policies.list.find}
          value={find}
          onChange={(event) => setFind(event.target.value)}
        />
      ) : null}
      {list.length === 0 ? (
        <p className="text-sm text-ink-3">{t.policies.list.empty}</p>
      ) : shown.length === 0 ? (
        <p className="text-sm text-ink-3">{t.policies.list.noneFound}</p>
      ) : (
        <ProgramRows
          entries={shown}
          disabled={disabled}
          onRemove={(entry) => onChange(list.filter((each) => each !== entry))}
        />
      )}
      {list.length > 0 ? (
        <p className="flex items-center justify-between text-xs text-ink-3 tabular-nums">
          {t.policies.list.count(list.length)}
          {disabled ? null : (
            <Button look="quiet" size="sm" onClick={() => onChange([])}>
              {t.policies.list.removeAll}
            </Button>
          )}
        </p>
      ) : null}
    </div>
  )
}

interface AdderProps {
  list: string[]
  onChange: (list: string[]) => void
  onAdded: () => void
}

function ProgramAdder({ list, onChange, onAdded }: AdderProps) {
  const { t } = useText()
  const [text, setText] = useState('')
  const [outcome, setOutcome] = useState<Added | null>(null)
  const add = (what: string) => {
    const result = addPrograms(list, what)
    setOutcome(result)
    if (result.added > 0) {
      onChange(result.list)
      onAdded()
    }
    // What was refused stays in the field, to be mended.
    setText(result.refused.length === 1 && result.added === 0 ? what : '')
  }
  return (
    <div className="grid gap-1.5">
      <div className="flex gap-2">
        <Input
          aria-label={t.policies.list.add}
          aria-invalid={(outcome?.refused.length ?? 0) > 0 || undefined}
          className="font-mono"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder={t.policies.list.placeholder}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onPaste={(event) => {
            const pasted = event.clipboardData.getData('text')
            if (!/[\r\n]/.test(pasted.trim())) return
            event.preventDefault()
            add(pasted)
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            if (text.trim()) add(text)
          }}
        />
        <Button onClick={() => text.trim() && add(text)}>{t.common.add}</Button>
      </div>
      <p className="text-xs text-ink-3">{t.policies.list.hint}</p>
      {outcome ? <Outcome outcome={outcome} /> : null}
    </div>
  )
}

const REFUSALS_SHOWN = 3

function Outcome({ outcome }: { outcome: Added }) {
  const { t } = useText()
  const parts = [
    outcome.added > 1 ? t.policies.list.added(outcome.added) : null,
    outcome.doubles > 0 ? t.policies.list.skipped(outcome.doubles) : null,
    outcome.refused.length > 1 ? t.policies.list.refused(outcome.refused.length) : null,
  ].filter(Boolean)
  return (
    <div role="status" className="grid gap-1">
      {parts.length > 0 ? <p className="text-sm text-ink-2">{parts.join(' · ')}</p> : null}
      {outcome.full ? <FieldError>{t.policies.list.full}</FieldError> : null}
      {outcome.refused.slice(0, REFUSALS_SHOWN).map((problem, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two refused lines may be alike
        <FieldError key={index}>{refusalText(problem, t)}</FieldError>
      ))}
    </div>
  )
}

function refusalText({ value }: Problem, t: Messages): string {
  const entry = String(value)
  if (entry.trim() === '') return t.policies.list.problems.empty
  if (entry.length > MAX_ENTRY_LENGTH)
    return `${entry.slice(0, 32)}…: ${t.policies.list.problems.long(entry.length)}`
  return `${JSON.stringify(entry)}: ${t.policies.list.problems.control}`
}
