'use client'

import { useText } from '~/components/data/text'
import { Field } from '~/components/ui/field'
import { Input, TextArea } from '~/components/ui/input'
import { Panel } from '~/components/ui/panel'
import { Switch } from '~/components/ui/switch'
import type { Problem } from '~/domain/result'
import { type Draft, problemsAt } from './draft'
import { ProblemText } from './problem-text'

interface GeneralFieldsProps {
  draft: Draft
  problems: readonly Problem[]
  disabled: boolean
  onChange: (changes: Partial<Draft>) => void
}

export function GeneralFields({ draft, problems, disabled, onChange }: GeneralFieldsProps) {
  const { t } = useText()
  const [name] = problemsAt(problems, 'name')
  const [description] = problemsAt(problems, 'description')
  return (
    <Panel id="general" title={t.policies.editor.general}>
      <div className="grid gap-4 lg:grid-cols-2">
        <Field
          label={t.policies.name}
          error={
            name ? draft.name.trim() === '' ? t.policies.nameNeeded : <ProblemText problem={name} /> : null
          }
        >
          {(ids) => (
            <Input
              {...ids}
              disabled={disabled}
              value={draft.name}
              onChange={(event) => onChange({ name: event.target.value })}
            />
          )}
        </Field>
        <div className="flex items-center gap-3 lg:mt-6">
          <Switch
            id="policy-enabled"
            disabled={disabled}
            checked={draft.enabled}
            onCheckedChange={(enabled) => onChange({ enabled })}
            aria-describedby="policy-enabled-hint"
          />
          <label htmlFor="policy-enabled" className="text-sm font-medium">
            {t.policies.enabled}
          </label>
          <span id="policy-enabled-hint" className="text-sm text-ink-3">
            {t.policies.editor.enabledHint}
          </span>
        </div>
        <Field
          label={t.policies.description}
          optional={t.common.optional}
          error={description ? <ProblemText problem={description} /> : null}
          className="lg:col-span-2"
        >
          {(ids) => (
            <TextArea
              {...ids}
              className="min-h-14"
              disabled={disabled}
              value={draft.description}
              onChange={(event) => onChange({ description: event.target.value })}
            />
          )}
        </Field>
      </div>
    </Panel>
  )
}
