'use client'

import { useText } from '~/components/data/text'
import { Kbd } from '~/components/ui/badge'
import { Dialog } from '~/components/ui/dialog'

const SHORTCUTS = [
  ['palette', ['Ctrl', 'K']],
  ['sheet', ['?']],
  ['search', ['/']],
  ['firstRow', ['j']],
  ['rows', ['↓', '↑']],
  ['ends', ['Home', 'End']],
  ['openRow', ['Enter']],
  ['close', ['Esc']],
  ['goOverview', ['g', 'o']],
  ['goHosts', ['g', 'h']],
  ['goSessions', ['g', 's']],
  ['goPolicies', ['g', 'p']],
] as const

/** `?`: what the keyboard does. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const words = t.shell.shortcuts
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={words.title}
      description={words.text}
      closeLabel={t.common.close}
    >
      <dl className="grid gap-2 text-sm">
        {SHORTCUTS.map(([key, keys]) => (
          <div key={key} className="flex items-baseline justify-between gap-4">
            <dt className="text-ink-2">{words.of[key]}</dt>
            <dd className="flex gap-1">
              {keys.map((each) => (
                <Kbd key={each}>{each}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
