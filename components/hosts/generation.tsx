'use client'

import { useText } from '~/components/data/text'
import { classNames } from '~/components/ui/class-names'

/** Applied over wanted. Equal ones are quiet; a gap is written out for those who do not see colour or size. */
export function Generation({ applied, wanted }: { applied: number; wanted: number }) {
  const { t } = useText()
  const behind = wanted - applied
  return (
    <span className="font-mono text-sm whitespace-nowrap tabular-nums">
      <span className="sr-only">{t.hosts.applied} </span>
      <span className={behind > 0 ? 'font-medium text-ink' : 'text-ink-2'}>{applied}</span>
      <span aria-hidden className="text-ink-3">
        {' / '}
      </span>
      <span className="sr-only">, {t.hosts.wanted} </span>
      <span className={classNames(behind > 0 ? 'font-medium text-pending' : 'text-ink-3')}>{wanted}</span>
    </span>
  )
}
