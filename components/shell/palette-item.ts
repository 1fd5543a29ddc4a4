import type { LucideIcon } from 'lucide-react'

/** One line of the palette: somewhere to go, or something to do. */
export type PaletteItem = { key: string; text: string; detail?: string; icon: LucideIcon } & (
  | { href: string }
  | { act: () => void }
)

export interface PaletteGroup {
  heading: string
  items: PaletteItem[]
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Whether each word that was typed begins somewhere in the text; without case and accents. */
export function matches(text: string, typed: string): boolean {
  const words = plain(text)
  return plain(typed)
    .split(/\s+/)
    .every((word) => words.includes(word))
}
