'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { useText } from '~/components/data/text'
import { SearchInput } from '~/components/ui/search-input'

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
        <SearchInput
          label={t.pools.heldNow.search}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
    </search>
  )
}
