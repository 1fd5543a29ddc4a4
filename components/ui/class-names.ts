import { type ClassValue, clsx } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

// The merge has to know our colour names, or it would take `text-ink` and `text-sm` for one another's rivals.
const merge = extendTailwindMerge({
  extend: {
    theme: {
      color: [
        'bg',
        'surface',
        'raised',
        'sunken',
        'hover',
        'line',
        'line-strong',
        'ink',
        'ink-2',
        'ink-3',
        'accent',
        'accent-hover',
        'accent-soft',
        'on-accent',
        'fine',
        'fine-soft',
        'pending',
        'pending-soft',
        'attention',
        'attention-soft',
        'broken',
        'broken-soft',
      ],
    },
  },
})

/** Joins class names; of two that set one property, the later wins. */
export function classNames(...parts: ClassValue[]): string {
  return merge(clsx(parts))
}
