import { Search } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Input } from './input'

/** A search field with its sign, named by what it looks for. Stands in a box of its own place and width. */
export function SearchInput({
  label,
  ...props
}: Omit<ComponentProps<typeof Input>, 'type'> & { label: string }) {
  return (
    <>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-ink-3" />
      <Input type="search" aria-label={label} placeholder={label} className="pl-8" {...props} />
    </>
  )
}
