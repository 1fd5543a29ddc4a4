'use client'

import type { SessionView } from '~/components/data/api'
import { useText } from '~/components/data/text'

export function SessionSockets({ session }: { session: SessionView }) {
  const { t } = useText()
  return (
    <section>
      <h3 className="mb-1.5 text-sm font-semibold">{t.sessions.detail.sockets}</h3>
      {session.sockets.length === 0 ? (
        <p className="text-sm text-ink-3">{t.sessions.detail.noSockets}</p>
      ) : (
        <ul className="divide-y rounded-md border text-sm">
          {session.sockets.map((socket, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: sockets have no identity of their own
            <li key={index} className="grid grid-cols-1 gap-0.5 px-3 py-1.5">
              <span className="flex items-baseline justify-between gap-3">
                <span className="truncate font-medium" title={socket.program}>
                  {socket.program}
                </span>
                <span className="shrink-0 text-xs text-ink-3 uppercase">{socket.protocol}</span>
              </span>
              <span className="font-mono text-xs break-all text-ink-2 tabular-nums">
                {socket.listening ? (
                  <span className={socket.failed ? 'font-sans text-broken' : 'font-sans text-ink-3'}>
                    {socket.failed ? t.sessions.detail.failed : t.sessions.detail.listening}{' '}
                  </span>
                ) : null}
                {socket.local.address}:{socket.local.port}
                {socket.remote ? (
                  <>
                    <span className="font-sans text-ink-3"> {t.sessions.detail.connected} </span>
                    {socket.remote.address}:{socket.remote.port}
                  </>
                ) : null}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
