'use client'

import { useMe } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { Kbd } from '~/components/ui/badge'
import { Dialog } from '~/components/ui/dialog'
import { SCREENS } from './screens'

const SHORTCUTS = [
  ['palette', ['Ctrl', 'K']],
  ['sheet', ['?']],
  ['search', ['/']],
  ['firstRow', ['j']],
  ['rows', ['↓', '↑']],
  ['ends', ['Home', 'End']],
  ['openRow', ['Enter']],
  ['close', ['Esc']],
  ['save', ['Ctrl', 'S']],
  ['removeProgram', ['Delete']],
  ['picture', ['←', '→']],
] as const

/** `?`: what the keyboard does. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const words = t.shell.shortcuts
  const { permissions } = useMe()
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={words.title}
      description={words.text}
      closeLabel={t.common.close}
      wide
    >
      <div className="grid gap-x-8 gap-y-4 text-sm sm:grid-cols-2">
        <Keys rows={SHORTCUTS.map(([key, keys]) => [words.of[key], keys])} />
        <Keys
          rows={SCREENS.filter(({ permission }) => permissions.includes(permission)).map(
            ({ key, letter }) => [t.shell.nav[key], ['g', letter]],
          )}
        />
      </div>
    </Dialog>
  )
}

function Keys({ rows }: { rows: (readonly [what: string, keys: readonly string[]])[] }) {
  return (
    <dl className="grid content-start gap-2">
      {rows.map(([what, keys]) => (
        <div key={what} className="flex items-baseline justify-between gap-4">
          <dt className="text-ink-2">{what}</dt>
          <dd className="flex gap-1">
            {keys.map((each) => (
              <Kbd key={each}>{each}</Kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}
