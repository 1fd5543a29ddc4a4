'use client'

import { X } from 'lucide-react'
import { useState } from 'react'
import { useText } from '~/components/data/text'
import { Button } from '~/components/ui/button'
import { FieldError } from '~/components/ui/field'
import { Input } from '~/components/ui/input'
import { addPorts } from './program-entries'
import type { ControlProps } from './setting-field'

export function PortListControl({ value, onChange, disabled }: ControlProps) {
  const { t } = useText()
  const ports = (Array.isArray(value) ? value : []) as number[]
  const [text, setText] = useState('')
  const [invalid, setInvalid] = useState<string[]>([])
  const add = () => {
    const result = addPorts(ports, text)
    setInvalid(result.invalid)
    setText(result.invalid.join(', '))
    if (result.list.length !== ports.length) onChange(result.list)
  }
  return (
    <div className="grid gap-2">
      {disabled ? null : (
        <div className="flex max-w-96 gap-2">
          <Input
            aria-label={t.policies.port.add}
            aria-invalid={invalid.length > 0 || undefined}
            className="font-mono"
            inputMode="numeric"
            placeholder={t.policies.port.placeholder}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              add()
            }}
          />
          <Button onClick={add}>{t.common.add}</Button>
        </div>
      )}
      {invalid.length > 0 ? (
        <FieldError>{t.policies.port.invalid(invalid.join(', '))}</FieldError>
      ) : disabled ? null : (
        <p className="text-xs text-ink-3">{t.policies.port.hint}</p>
      )}
      {ports.length === 0 ? (
        <p className="text-sm text-ink-3">{t.policies.port.empty}</p>
      ) : (
        <ul className="flex flex-wrap gap-1.5">
          {ports.map((port) => (
            <li
              key={port}
              className="inline-flex items-center gap-1 rounded-md border bg-sunken pl-2 font-mono text-sm tabular-nums"
            >
              {port}
              <button
                type="button"
                disabled={disabled}
                aria-label={t.policies.port.remove(port)}
                onClick={() => onChange(ports.filter((each) => each !== port))}
                className="grid size-6 place-items-center rounded-md text-ink-3 hover:text-broken"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
