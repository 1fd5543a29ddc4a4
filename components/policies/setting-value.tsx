'use client'

import { useText } from '~/components/data/text'
import { type SettingId, settingShape } from '~/domain/settings'
import type { Messages } from '~/locales/catalogue'

const SHOWN = 4

/** One line for a value: switches as words, choices by name, lists by their first entries and their length. */
export function settingText(id: string, value: unknown, t: Messages): string {
  if (typeof value === 'boolean') return value ? t.common.on : t.common.off
  if (Array.isArray(value)) {
    const isPorts = settingKind(id) === 'port-list'
    return isPorts ? t.common.ports(value.length) : t.common.programs(value.length)
  }
  if (value === null || value === undefined) return t.common.none
  if (typeof value === 'string') return (t.choices as Record<string, string>)[value] ?? value
  return JSON.stringify(value)
}

export function settingName(id: string, t: Messages): string {
  return (t.settings as Record<string, { name: string }>)[id]?.name ?? id
}

function settingKind(id: string): string | null {
  try {
    return settingShape(id as SettingId).kind
  } catch {
    return null
  }
}

/** A value as people read it; a list shows its first entries. */
export function SettingText({ id, value }: { id: string; value: unknown }) {
  const { t, format } = useText()
  if (!Array.isArray(value)) return <span>{settingText(id, value, t)}</span>
  if (value.length === 0) return <span className="text-ink-3">{settingText(id, value, t)}</span>
  return (
    <span className="break-words">
      <span className="font-mono text-xs">{value.slice(0, SHOWN).join(', ')}</span>
      {value.length > SHOWN ? (
        <details className="inline open:block">
          <summary
            className="inline cursor-pointer text-ink-3 hover:text-ink"
            aria-label={t.common.more(value.length - SHOWN)}
          >
            {' '}
            +{format.number(value.length - SHOWN)}
          </summary>
          <span className="font-mono text-xs">{value.slice(SHOWN).join(', ')}</span>
        </details>
      ) : null}
    </span>
  )
}
