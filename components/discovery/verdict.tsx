'use client'

import type { FindingRow } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { StateMark, type Tone } from '~/components/ui/state-mark'

export const VERDICT_TONES: Record<FindingRow['verdict'], Tone> = {
  'broken-pair': 'broken',
  'needs-both': 'attention',
  'needs-virtual-ip': 'attention',
  'needs-loopback': 'attention',
  'wandering-port': 'attention',
  'seen-once': 'pending',
  'over-listed': 'pending',
  'no-need': 'idle',
}

export function Verdict({
  verdict,
  confidence,
}: {
  verdict: FindingRow['verdict']
  confidence?: FindingRow['confidence']
}) {
  const { t } = useText()
  return (
    <StateMark
      tone={VERDICT_TONES[verdict]}
      detail={confidence ? t.discovery.confidences[confidence] : undefined}
    >
      {t.discovery.verdicts[verdict]}
    </StateMark>
  )
}

/** `TCP 5060, UDP 16384`; of many, the first few. */
export function Ports({ ports }: { ports: FindingRow['ports'] }) {
  if (ports.length === 0) return <span className="text-ink-3">–</span>
  const shown = ports.slice(0, 4).map(({ protocol, port }) => `${protocol.toUpperCase()} ${port}`)
  return (
    <span className="font-mono text-xs tabular-nums">
      {shown.join(', ')}
      {ports.length > 4 ? ` +${ports.length - 4}` : ''}
    </span>
  )
}
