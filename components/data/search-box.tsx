'use client'

import { useEffect, useRef, useState } from 'react'
import { classNames } from '~/components/ui/class-names'
import { SearchInput } from '~/components/ui/search-input'

const PAUSE_MS = 200

/** A search field that waits for a pause in typing. `/` focuses it from anywhere on the page. */
export function SearchBox({
  label,
  value,
  onSearch,
  className,
}: {
  label: string
  value: string
  onSearch: (q: string) => void
  className?: string
}) {
  const [text, setText] = useState(value)
  const sent = useRef(value)
  const field = useRef<HTMLInputElement>(null)

  useEffect(() => {
    if (value !== sent.current) {
      sent.current = value
      setText(value)
    }
  }, [value])

  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text.trim()
      onSearch(text.trim())
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, onSearch])

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [role=dialog]')
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey) return
      event.preventDefault()
      field.current?.focus()
    }
    window.addEventListener('keydown', focus)
    return () => window.removeEventListener('keydown', focus)
  }, [])

  return (
    <search className={classNames('relative block w-full sm:w-72', className)}>
      <SearchInput ref={field} label={label} value={text} onChange={(event) => setText(event.target.value)} />
    </search>
  )
}
