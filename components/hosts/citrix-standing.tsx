'use client'

import type { HostView } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { StateMark, type Tone } from '~/components/ui/state-mark'

const TONES: Record<Exclude<HostView['citrix']['state'], 'unknown'>, Tone> = {
  delivering: 'pending',
  outdated: 'attention',
  'half-delivered': 'attention',
  'delivered-not-in-force': 'pending',
  'in-force': 'fine',
}

/** How far a setting that Citrix policies carry has come on this host; nothing where the connector is not used. */
export function CitrixStanding({ standing }: { standing: HostView['citrix'] }) {
  const { t } = useText()
  const { state } = standing
  if (state === 'unknown') return null
  return (
    <span className="grid max-w-md">
      <StateMark tone={TONES[state]}>{t.citrix.standings[state]}</StateMark>
      <span className="text-xs text-ink-2">
        {state === 'in-force' ? t.citrix.reasons[standing.since] : t.citrix.reasons[state]}
        {state === 'delivered-not-in-force' ? (
          <>
            {' '}
            <Time at={new Date(standing.inForceByMs).toISOString()} ahead />
          </>
        ) : null}
      </span>
    </span>
  )
}
