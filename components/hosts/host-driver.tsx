'use client'

import type { HostView } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Facts } from '~/components/ui/facts'
import { Panel } from '~/components/ui/panel'
import { StateMark, type Tone } from '~/components/ui/state-mark'

const TONES: Record<NonNullable<HostView['inForce']>['name'], Tone> = {
  bpf: 'fine',
  preload: 'attention',
  none: 'idle',
}

/** By which driver the host makes programs see their addresses, why by that one, and what would mend it. */
export function HostDriverPanel({ host: { inForce } }: { host: Pick<HostView, 'inForce'> }) {
  const { t } = useText()
  if (!inForce) return null
  const { name, code, reason, mend } = inForce
  const known = t.enforcement.bySource[code]
  const whatToDo = known ? known.mend : mend
  return (
    <Panel id="enforcement" title={t.enforcement.title}>
      <Facts
        rows={[
          [
            t.enforcement.driver,
            <span key="driver" className="grid gap-0.5">
              <StateMark tone={TONES[name]}>{t.enforcement.drivers[name]}</StateMark>
              <span className="text-ink-3">{t.enforcement.driverHelp[name]}</span>
            </span>,
          ],
          [
            t.enforcement.why,
            <span key="why" className="grid gap-0.5">
              <span>{known?.reason ?? reason}</span>
              <span className="font-mono text-xs text-ink-3">{code}</span>
            </span>,
          ],
          ...(whatToDo ? [[t.enforcement.mend, whatToDo] as const] : []),
          ...(known && code !== 'ready'
            ? [
                [
                  t.enforcement.told,
                  <span key="told" className="text-xs text-ink-2">
                    {reason}
                  </span>,
                ] as const,
              ]
            : []),
        ]}
      />
    </Panel>
  )
}
