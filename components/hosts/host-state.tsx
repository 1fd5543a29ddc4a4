'use client'

import type { HostRow } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { StateMark } from '~/components/ui/state-mark'
import { CONVERGENCE_TONES, LIFECYCLE_TONES } from './convergence-tone'

/** Convergence of an active host; the lifecycle of any other, for which convergence means nothing. */
export function HostState({
  host,
  brief,
}: {
  host: Pick<HostRow, 'lifecycle' | 'convergence' | 'failedItems'>
  brief?: boolean
}) {
  const { t } = useText()
  if (host.lifecycle !== 'active') {
    return <StateMark tone={LIFECYCLE_TONES[host.lifecycle]}>{t.codes.lifecycles[host.lifecycle]}</StateMark>
  }
  const { state, waitsFor } = host.convergence
  const detail = waitsFor
    ? (t.codes.waitsFor[waitsFor] ?? waitsFor)
    : host.failedItems > 0
      ? t.hosts.failedItems(host.failedItems)
      : null
  return (
    <StateMark tone={CONVERGENCE_TONES[state]} detail={brief ? null : detail}>
      {t.codes.convergences[state]}
    </StateMark>
  )
}
