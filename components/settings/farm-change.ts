import type { FarmSettings } from '~/components/data/api'

type Editable = Omit<FarmSettings, 'demo'>

const RULES: Partial<{ [Key in keyof Editable]: (value: Editable[Key]) => boolean }> = {
  name: (name) => name.trim().length > 0,
  pollSeconds: (seconds) => Number.isInteger(seconds) && seconds >= 1 && seconds <= 3_600,
  approveAboveHosts: (hosts) =>
    hosts === null || (Number.isInteger(hosts) && hosts >= 0 && hosts <= 1_000_000),
  slotWindowMs: (ms) => Number.isInteger(ms) && ms >= 0 && ms <= 600_000,
}

/** What was edited, and which fields break a rule. */
export function farmChange(
  saved: FarmSettings,
  edited: FarmSettings,
): { change: Partial<Editable>; problems: Partial<Record<keyof Editable, boolean>> } {
  const { demo: _, ...fields } = { ...edited, name: edited.name.trim() }
  const change = Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => saved[key as keyof Editable] !== value),
  )
  const broken = (key: keyof Editable) => RULES[key]?.(fields[key] as never) === false
  return {
    change,
    problems: {
      name: broken('name'),
      pollSeconds: broken('pollSeconds'),
      slotWindowMs: broken('slotWindowMs'),
      approveAboveHosts: broken('approveAboveHosts'),
    },
  }
}
