'use client'

import { Address } from '~/components/addresses/address'
import type { SessionRow } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Tooltip } from '~/components/ui/tooltip'
import { lackText } from './lack-text'

type Addresses = Pick<SessionRow, 'predicted' | 'observed' | 'virtualIps' | 'noVirtualIp'>

/** The loopback that the rules give the session; or why there is none, or why nothing makes it so. */
export function Predicted({ session }: { session: Addresses }) {
  const { t } = useText()
  const { address, reason, by } = session.predicted
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      {address ? (
        <Address address={address} />
      ) : reason ? null : (
        <span className="text-ink-3">{t.sessions.none}</span>
      )}
      {reason ? (
        <Why
          short={t.codes.predictionShort[reason] ?? reason}
          long={`${t.codes.predictionReasons[reason] ?? reason} (${t.sessions.detail.by(t.codes.enforcers[by] ?? by)})`}
        />
      ) : null}
    </span>
  )
}

function Why({ short, long }: { short: string; long: string }) {
  return (
    <Tooltip hint={long}>
      <button
        type="button"
        aria-description={long}
        className="rounded-sm text-left text-ink-3 underline decoration-line-strong decoration-dotted underline-offset-4"
      >
        {short}
      </button>
    </Tooltip>
  )
}

/** The loopback addresses seen, each once, with how many programs use it. */
export function Observed({ session }: { session: Addresses }) {
  const distinct = [...new Set(session.observed.map(({ address }) => address))]
  return <AddressList addresses={distinct} />
}

/** The virtual IPs that the session holds; or why it holds none, and what its programs get meanwhile. */
export function VirtualIps({ session }: { session: Addresses }) {
  const { t } = useText()
  const { noVirtualIp: lack } = session
  if (lack) return <Why short={t.virtualIp.short[lack.reason] ?? lack.reason} long={lackText(lack, t)} />
  return <AddressList addresses={[...new Set(session.virtualIps.map(({ address }) => address))]} />
}

/** The same where there is room to say it: nobody who looks at one session has to point at a word. */
export function VirtualIpsInFull({ session }: { session: Addresses }) {
  const { t } = useText()
  const { noVirtualIp: lack } = session
  if (!lack) return <VirtualIps session={session} />
  return (
    <span>
      {t.virtualIp.short[lack.reason] ?? lack.reason}
      <span className="block text-xs text-ink-2">{lackText(lack, t)}</span>
    </span>
  )
}

const SHOWN = 2

function AddressList({ addresses }: { addresses: string[] }) {
  const { t } = useText()
  if (addresses.length === 0) return <span className="text-ink-3">–</span>
  return (
    <span className="inline-flex items-center gap-x-3 max-md:flex-wrap">
      {addresses.slice(0, SHOWN).map((address) => (
        <Address key={address} address={address} />
      ))}
      {addresses.length > SHOWN ? (
        <span className="text-xs text-ink-3">{t.common.more(addresses.length - SHOWN)}</span>
      ) : null}
    </span>
  )
}
