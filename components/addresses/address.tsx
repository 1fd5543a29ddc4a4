'use client'

import { Check } from 'lucide-react'
import { useText } from '~/components/data/text'
import { classNames } from '~/components/ui/class-names'
import { useCopy } from '~/components/ui/copy'
import { Tooltip } from '~/components/ui/tooltip'
import { addressParts, loopbackSession } from './octets'

/** An address: what differs from 127.0.0.1 in full ink, the rest muted. A click copies it; the hint shows the arithmetic. */
export function Address({ address, className }: { address: string; className?: string }) {
  const { t, format } = useText()
  const { copied, copy } = useCopy()
  const session = loopbackSession(address)
  const arithmetic =
    session === null
      ? null
      : session === 0
        ? t.addresses.identity
        : t.addresses.arithmetic(format.number(session))
  return (
    <Tooltip
      hint={
        <span className="grid">
          {arithmetic ? <span className="tabular-nums">{arithmetic}</span> : null}
          <span className="text-ink-3">{t.addresses.clickCopies}</span>
        </span>
      }
    >
      <button
        type="button"
        aria-label={copied ? `${t.addresses.copied}: ${address}` : t.addresses.copy(address)}
        onClick={(event) => {
          event.stopPropagation()
          copy(address)
        }}
        className={classNames(
          '-mx-1 inline-flex items-center gap-1 rounded-sm px-1 font-mono text-sm whitespace-nowrap tabular-nums hover:bg-hover',
          className,
        )}
      >
        <Octets address={address} />
        {copied ? <Check aria-hidden className="size-3.5 text-fine" /> : null}
      </button>
    </Tooltip>
  )
}

/** No more elements than it takes: a long list has two of these in each row. */
function Octets({ address }: { address: string }) {
  const parts = addressParts(address)
  if (!parts) return <span className="text-ink">{address}</span>
  return (
    <span className="text-ink-3">
      {parts.map(({ at, text, differs }) =>
        differs ? (
          <span key={at} className="font-medium text-ink">
            {text}
          </span>
        ) : (
          text
        ),
      )}
    </span>
  )
}
