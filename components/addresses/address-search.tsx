'use client'

import { Search } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useText } from '~/components/data/text'
import { Input } from '~/components/ui/input'

/** Leads to what is held now, by what was typed. */
export function AddressSearch() {
  const { t } = useText()
  const router = useRouter()
  const [text, setText] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    router.push(`/addresses/held?q=${encodeURIComponent(text.trim())}`)
  }
  return (
    <search className="relative block w-full sm:w-64">
      <form onSubmit={submit}>
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-3" />
        <Input
          type="search"
          aria-label={t.pools.heldNow.search}
          placeholder={t.pools.heldNow.search}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="pl-8"
        />
      </form>
    </search>
  )
}
