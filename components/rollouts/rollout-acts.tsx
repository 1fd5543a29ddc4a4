'use client'

import { useState } from 'react'
import type { RolloutView } from '~/components/data/api'
import { useRefusal } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { GatedButton } from '~/components/ui/gated-button'
import { late } from '~/components/ui/late'
import { isOpen, mayAct, type RolloutAct } from '~/domain/rollout'

const ActDialog = late(() => import('./act-dialog').then((module) => module.ActDialog))

const ACTS: readonly RolloutAct[] = ['resume', 'halt', 'roll-back']

/** What can be done with it now; what cannot says why. Nothing can be done any more with one that has ended. */
export function RolloutActs({ rollout }: { rollout: RolloutView }) {
  const { t } = useText()
  const refusal = useRefusal('policies.publish')
  const [act, setAct] = useState<RolloutAct | null>(null)
  return (
    <>
      {(isOpen(rollout.state) ? ACTS : []).map((one) => (
        <GatedButton
          key={one}
          look={one === 'roll-back' ? 'danger' : undefined}
          refusal={
            refusal ??
            (mayAct(one, rollout.state) ? null : t.rollouts.refused(t.rollouts.states[rollout.state]))
          }
          onClick={() => setAct(one)}
        >
          {t.rollouts.acts[one]}
        </GatedButton>
      ))}
      {act ? <ActDialog act={act} rollout={rollout} onClose={() => setAct(null)} /> : null}
    </>
  )
}
