'use client'

import type { PublishRequestView } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { Facts } from '~/components/ui/facts'
import { Panel } from '~/components/ui/panel'
import { targetText } from './target-text'
import { wavePreviewText } from './wave-preview-text'

/** The waves it was asked for, with the hosts that each would take now, and its gate. */
export function RequestWaves({
  plan,
  preview,
}: {
  plan: NonNullable<PublishRequestView['plan']>
  preview: PublishRequestView['preview']
}) {
  const text = useText()
  const { t, format } = text
  const words = t.rollouts
  return (
    <Panel id="waves" title={words.waves}>
      <Facts
        rows={plan.waves.map((target, at) => {
          const takes = preview[at]
          return [
            words.delivery.row(at + 1),
            takes ? `${targetText(target, text)}: ${wavePreviewText(takes, text)}` : targetText(target, text),
          ]
        })}
      />
      <h3 className="mt-4 mb-1.5 text-sm font-semibold">{words.gate}</h3>
      <Facts
        rows={[
          ...(['failedHosts', 'silentPercent', 'bindFailures', 'discrepancies'] as const).map(
            (check) => [words.gateText[check], format.number(plan.gate[check])] as const,
          ),
          [words.failing, words.onFailure[plan.onFailure]],
          [words.delivery.soak, format.number(plan.soakSeconds / 60)],
          ...(plan.startAt
            ? [[words.delivery.start, <Time key="start" at={plan.startAt} exact />] as const]
            : []),
        ]}
      />
    </Panel>
  )
}
