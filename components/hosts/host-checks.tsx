'use client'

import type { HostView } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Panel } from '~/components/ui/panel'
import { StateMark, type Tone } from '~/components/ui/state-mark'

type State = HostView['checks'][number]['state']
const TONES: Record<State, Tone> = {
  fine: 'fine',
  attention: 'attention',
  broken: 'broken',
  unknown: 'idle',
}
const ORDER: State[] = ['broken', 'attention', 'unknown', 'fine']

/** What stands in the way of the settings on this host, the worst first, each with its mend. */
export function HostChecks({ host }: { host: HostView }) {
  const { t } = useText()
  if (host.checks.length === 0) return null
  const checks = [...host.checks].sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state))
  return (
    <Panel id="checks" title={t.windowsHosts.checks} hint={t.windowsHosts.checksHint} flush>
      <ul className="divide-y">
        {checks.map((check) => (
          <li
            key={`${check.code} ${check.message}`}
            className="grid gap-x-4 gap-y-1 px-4 py-2.5 text-sm md:grid-cols-[12rem_minmax(0,1fr)]"
          >
            <span className="grid content-start gap-0.5">
              <span className="font-medium">{t.windowsHosts.names[check.code] ?? check.code}</span>
              <StateMark tone={TONES[check.state]}>{t.windowsHosts.states[check.state]}</StateMark>
            </span>
            <span className="grid min-w-0 content-start gap-0.5 [overflow-wrap:anywhere]">
              <span className="text-ink-2">{t.windowsHosts.sentence(check.message)}</span>
              {check.mend ? (
                <span>
                  <span className="font-medium">{t.windowsHosts.mend}:</span>{' '}
                  {t.windowsHosts.sentence(check.mend)}
                </span>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
