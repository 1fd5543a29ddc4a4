'use client'

import { useState } from 'react'
import { useText } from '~/components/data/text'
import { Field } from '~/components/ui/field'
import { Input } from '~/components/ui/input'
import { Panel } from '~/components/ui/panel'
import { linuxLoopbackWarning, loopbackOf, sessionOf } from '~/domain/address'

/** From a session id to its loopback address and back, whichever is typed. */
export function LoopbackCalculator() {
  const { t } = useText()
  const [id, setId] = useState('7')
  const [address, setAddress] = useState('127.0.0.8')
  const number = /^\d{1,10}$/.test(id.trim()) ? Number(id) : Number.NaN
  const legal = loopbackOf(number).ok
  const warning = legal ? linuxLoopbackWarning(number) : null
  return (
    <Panel title={t.pools.calculator.title} hint={t.pools.calculator.hint} id="calculator">
      <div className="grid grid-cols-2 gap-3">
        <Field label={t.pools.calculator.session}>
          {(ids) => (
            <Input
              {...ids}
              inputMode="numeric"
              className="font-mono"
              value={id}
              onChange={({ target }) => {
                setId(target.value)
                const next = loopbackOf(/^\d{1,10}$/.test(target.value.trim()) ? Number(target.value) : -1)
                setAddress(next.ok ? next.value : '')
              }}
            />
          )}
        </Field>
        <Field label={t.pools.calculator.address}>
          {(ids) => (
            <Input
              {...ids}
              className="font-mono"
              value={address}
              onChange={({ target }) => {
                setAddress(target.value)
                const next = sessionOf(target.value.trim())
                setId(next.ok ? String(next.value) : '')
              }}
            />
          )}
        </Field>
      </div>
      <p role="status" className="mt-2 text-sm text-ink-3">
        {legal ? (warning ? t.rules.sentence(warning) : null) : t.pools.calculator.invalid}
      </p>
    </Panel>
  )
}
