'use client'

import { type FormEvent, useState } from 'react'
import { useText } from '~/components/data/text'
import { useNow } from '~/components/data/use-now'
import { useUrlFilters } from '~/components/data/use-url-filters'
import { Button } from '~/components/ui/button'
import { classNames } from '~/components/ui/class-names'
import { Field } from '~/components/ui/field'
import { Input } from '~/components/ui/input'
import { Segmented } from '~/components/ui/segmented'
import type { Format } from '~/locales/format'

const BY = ['address', 'session', 'user'] as const
type By = (typeof BY)[number]
const NAMES = ['address', 'host', 'at', 'number', 'user', 'from', 'to'] as const
type Name = (typeof NAMES)[number]
const OF: Record<By, readonly Name[]> = {
  address: ['address', 'host', 'at'],
  session: ['host', 'number', 'at'],
  user: ['user', 'from', 'to'],
}
const WEEK_MS = 7 * 86_400_000
/** Moments that people ask for, before now. */
const AGO = { minutes: 10 * 60_000, hour: 3_600_000, day: 86_400_000 } as const

/** What is asked goes to the address bar with its zone, so that a link means the same elsewhere. */
export function TimeMachineForm() {
  const { t, format } = useText()
  const now = useNow()
  const { get, set } = useUrlFilters()
  const [by, setBy] = useState<By>(get('user') ? 'user' : get('number') ? 'session' : 'address')
  const [typed, setTyped] = useState<Partial<Record<Name, string>>>({})
  const shown = (name: Name) => typed[name] ?? (now ? fieldOf(name, get(name), now, format) : '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const values = Object.fromEntries(NAMES.map((name) => [name, '']))
    for (const name of OF[by]) {
      const value = shown(name).trim()
      values[name] = isTime(name) && value ? format.instantOf(value) : value
    }
    set(values)
    setTyped({})
  }
  const zone = now ? format.zone : ''
  const field = (
    name: Name,
    label: string,
    more: { hint?: string; placeholder?: string; required?: boolean } = {},
  ) => (
    <Field
      label={label}
      hint={more.hint}
      className={classNames('flex-1', isTime(name) ? 'min-w-56 basis-56' : 'min-w-36 basis-40')}
    >
      {(ids) => (
        <Input
          {...ids}
          required={more.required}
          placeholder={more.placeholder}
          type={isTime(name) ? 'datetime-local' : 'text'}
          step={isTime(name) ? 1 : undefined}
          className={name === 'address' ? 'font-mono' : undefined}
          value={shown(name)}
          onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
        />
      )}
    </Field>
  )
  const words = t.pools.past
  const inZone = zone ? words.zone(zone) : '\u00a0'
  return (
    <form onSubmit={submit} className="grid gap-3">
      <div>
        <Segmented
          label={words.title}
          value={by}
          options={BY.map((value) => ({ value, label: words.by[value] }))}
          onChange={setBy}
        />
      </div>
      <div className="flex flex-wrap items-start gap-3">
        {by === 'address' ? (
          <>
            {field('address', t.pools.address, { required: true })}
            {field('at', words.at, { hint: inZone })}
            {field('host', words.host, { placeholder: words.anyHost })}
          </>
        ) : by === 'session' ? (
          <>
            {field('host', words.host, { required: true })}
            {field('number', words.number, { required: true })}
            {field('at', words.at, { hint: inZone })}
          </>
        ) : (
          <>
            {field('user', words.user, { required: true })}
            {field('from', words.from, { hint: inZone, required: true })}
            {field('to', words.to, { required: true })}
          </>
        )}
        <Button look="primary" type="submit" className="mt-[26px]">
          {words.ask}
        </Button>
      </div>
      {OF[by].includes('at') ? (
        <div className="flex flex-wrap gap-2">
          {(['minutes', 'hour', 'day'] as const).map((ago) => (
            <Button
              key={ago}
              size="sm"
              look="quiet"
              disabled={!now}
              onClick={() => setTyped({ ...typed, at: format.wallClock(now - AGO[ago]) })}
            >
              {words.ago[ago]}
            </Button>
          ))}
        </div>
      ) : null}
    </form>
  )
}

const isTime = (name: Name) => name === 'at' || name === 'from' || name === 'to'

/** What the address bar says, as a field shows it; a week up to now where it says nothing of a period. */
function fieldOf(name: Name, value: string, now: number, { wallClock }: Format): string {
  if (!isTime(name)) return value
  const at = Date.parse(value)
  if (!Number.isNaN(at)) return wallClock(at)
  if (name === 'at') return ''
  return wallClock(name === 'from' ? now - WEEK_MS : now)
}
