'use client'

import { Info, Undo2 } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useText } from '~/components/data/text'
import { Badge } from '~/components/ui/badge'
import { Button } from '~/components/ui/button'
import { FieldError } from '~/components/ui/field'
import { Tooltip } from '~/components/ui/tooltip'
import type { PolicySettings } from '~/domain/policy-model'
import type { Problem } from '~/domain/result'
import { type SettingId, settingShape } from '~/domain/settings'
import { unmetConditions } from './depends'
import { PortListControl } from './port-list-control'
import { ProblemText } from './problem-text'
import { ProgramListControl } from './program-list-control'
import { BooleanControl, ChoiceControl, TextControl } from './scalar-controls'
import { settingName, settingText } from './setting-value'

export interface ControlProps {
  id: SettingId
  value: unknown
  /** `undefined` takes the setting out of the policy. */
  onChange: (value: unknown) => void
  labelledBy: string
  disabled: boolean
}

interface SettingFieldProps {
  id: SettingId
  settings: PolicySettings
  problems: readonly Problem[]
  disabled: boolean
  onChange: (value: unknown) => void
}

/** One setting of the registry: its name, its help, when it has no effect, and the control of its kind. */
export function SettingField({ id, settings, problems, disabled, onChange }: SettingFieldProps) {
  const { t } = useText()
  const labelId = useId()
  const shape = settingShape(id)
  const value = settings[id]
  const isSet = value !== undefined
  return (
    <fieldset
      aria-labelledby={labelId}
      className="grid gap-x-6 gap-y-2 px-4 py-3.5 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]"
    >
      <div className="min-w-0">
        <p id={labelId} className="flex flex-wrap items-center gap-x-2 text-sm font-medium">
          {settingName(id, t)}
          {shape.extension ? (
            <Tooltip hint={t.policies.editor.extensionHint}>
              <button type="button" className="rounded-sm" aria-description={t.policies.editor.extensionHint}>
                <Badge>{t.policies.editor.extension}</Badge>
              </button>
            </Tooltip>
          ) : null}
        </p>
        <p className="text-sm text-ink-2">{t.settings[id].help}</p>
        <p className="mt-0.5 font-mono text-xs break-words text-ink-3">{id}</p>
      </div>
      <div className="grid min-w-0 content-start gap-2">
        <SetOrNot id={id} isSet={isSet} disabled={disabled} onChange={onChange}>
          <Control id={id} value={value} onChange={onChange} labelledBy={labelId} disabled={disabled} />
        </SetOrNot>
        {isSet ? <DependencyHint id={id} settings={settings} /> : null}
        {problems.map((problem) => (
          <FieldError key={`${problem.field}${problem.rule}`}>
            <ProblemText problem={problem} />
          </FieldError>
        ))}
        {isSet ? null : (
          <p className="text-xs text-ink-3">{t.policies.editor.default(settingText(id, shape.default, t))}</p>
        )}
      </div>
    </fieldset>
  )
}

function Control(props: ControlProps) {
  switch (settingShape(props.id).kind) {
    case 'boolean':
      return <BooleanControl {...props} />
    case 'choice':
      return <ChoiceControl {...props} />
    case 'program-list':
      return <ProgramListControl {...props} />
    case 'port-list':
      return <PortListControl {...props} />
    case 'adapter':
    case 'pool-name':
      return <TextControl {...props} />
  }
}

/** Switches and choices carry "not set" as one of their options; the others are set and unset by a button. */
function SetOrNot({
  id,
  isSet,
  disabled,
  onChange,
  children,
}: {
  id: SettingId
  isSet: boolean
  disabled: boolean
  onChange: (value: unknown) => void
  children: ReactNode
}) {
  const { t } = useText()
  const shape = settingShape(id)
  if (shape.kind === 'boolean' || shape.kind === 'choice') return children
  const name = settingName(id, t)
  if (!isSet) {
    return (
      <span className="flex items-center gap-3">
        <Button
          size="sm"
          disabled={disabled}
          aria-label={t.policies.editor.setThis(name)}
          onClick={() => onChange(shape.default)}
        >
          {t.policies.editor.set}
        </Button>
        <span className="text-sm text-ink-3">{t.policies.editor.notSet}</span>
      </span>
    )
  }
  return (
    <>
      {children}
      {disabled ? null : (
        <Button
          look="quiet"
          size="sm"
          className="-ml-2 justify-self-start"
          aria-label={t.policies.editor.unset(name)}
          onClick={() => onChange(undefined)}
        >
          <Undo2 aria-hidden />
          {t.policies.editor.unsetButton}
        </Button>
      )}
    </>
  )
}

function DependencyHint({ id, settings }: { id: SettingId; settings: PolicySettings }) {
  const { t } = useText()
  const unmet = unmetConditions(id, settings)
  if (unmet.length === 0) return null
  const conditions = unmet
    .map(({ setting, equals }) =>
      t.policies.editor.condition(settingName(setting, t), settingText(setting, equals, t)),
    )
    .join(t.policies.editor.and)
  return (
    <p className="flex items-start gap-1.5 text-sm text-attention">
      <Info aria-hidden className="mt-0.5 size-4 shrink-0" />
      {t.policies.editor.noEffectUnless(conditions)}
    </p>
  )
}
