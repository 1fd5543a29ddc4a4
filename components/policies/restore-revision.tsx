'use client'

import { useState } from 'react'
import { useRefusal } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { GatedButton } from '~/components/ui/gated-button'
import { late } from '~/components/ui/late'

const RestoreDialog = late(() => import('./restore-dialog').then((module) => module.RestoreDialog))

/** Brings back an older revision: a button, and behind it what that changes and the question why. */
export function RestoreRevision({ number }: { number: number }) {
  const { t } = useText()
  const refusal = useRefusal('policies.publish')
  const [open, setOpen] = useState(false)
  return (
    <>
      <GatedButton refusal={refusal} onClick={() => setOpen(true)}>
        {t.policies.restore.button}
      </GatedButton>
      {open ? <RestoreDialog number={number} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
