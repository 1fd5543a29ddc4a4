'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { SessionView } from '~/components/data/api'
import { appErrorOf } from '~/components/data/app-error'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { Callout } from '~/components/ui/callout'
import { CopyButton } from '~/components/ui/copy'
import { Dialog } from '~/components/ui/dialog'
import { Facts } from '~/components/ui/facts'
import { SkeletonRows } from '~/components/ui/skeleton'
import { checkText, discrepancyText, SessionCheck } from './discrepancy'
import { helpDeskText } from './help-desk-text'
import { Observed, Predicted, VirtualIpsInFull } from './session-addresses'
import { SessionIntervals } from './session-intervals'
import { SessionProof, Uncovered } from './session-proof'
import { SessionSockets } from './session-sockets'

/** One session beside the list: its addresses, sockets and intervals, and the text for the help desk. */
export function SessionDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t, format } = useText()
  const trpc = useTRPC()
  const query = useQuery(trpc.sessions.get.queryOptions({ id }, { enabled: id !== '' }))
  const session = query.data
  return (
    <Dialog
      look="drawer"
      open={id !== ''}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={session ? session.user : t.sessions.session}
      description={
        session ? t.sessions.detail.where(format.number(session.number), session.host) : t.common.loading
      }
      closeLabel={t.common.close}
    >
      {query.error ? (
        appErrorOf(query.error)?.code === 'not-found' ? (
          <Callout tone="attention">{t.sessions.detail.notFound}</Callout>
        ) : (
          <LoadFailed what={t.sessions.session} error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : session ? (
        <SessionDetail session={session} />
      ) : (
        <SkeletonRows label={t.common.loading} rows={5} />
      )}
    </Dialog>
  )
}

function SessionDetail({ session }: { session: SessionView }) {
  const { t, format } = useText()
  const reason = session.discrepancy ? discrepancyText(session.discrepancy.reason, t) : null
  return (
    <div className="grid grid-cols-1 gap-5">
      {reason ? (
        <Callout tone="attention" title={`${t.sessions.detail.discrepancy}: ${reason.title}`}>
          {session.discrepancy?.program ? (
            <span className="font-mono break-all">{session.discrepancy.program}. </span>
          ) : null}
          {reason.help}
        </Callout>
      ) : null}
      {session.failedBinds.length > 0 ? (
        <Callout tone="attention" title={checkText({ ...session, discrepancy: null }, t)}>
          {t.sessions.card.failedBindsHelp}
        </Callout>
      ) : null}
      <Facts
        rows={[
          [t.sessions.predicted, <Predicted key="predicted" session={session} />],
          [t.sessions.observed, <Observed key="observed" session={session} />],
          [t.sessions.virtualIps, <VirtualIpsInFull key="vip" session={session} />],
          [t.sessions.check, <SessionCheck key="check" session={session} />],
          ...(session.proof || session.uncovered.length > 0
            ? [[t.enforcement.proof, <SessionProof key="proof" session={session} />] as const]
            : []),
          ...(session.uncovered.length > 0
            ? [[t.enforcement.uncovered, <Uncovered key="uncovered" session={session} />] as const]
            : []),
          [
            t.sessions.host,
            <Link
              prefetch={false}
              key="host"
              href={`/hosts/${session.hostId}`}
              className="rounded-sm text-accent hover:underline"
            >
              {session.host}
            </Link>,
          ],
          [t.sessions.detail.protocol, t.codes.protocols[session.protocol] ?? session.protocol],
          [t.sessions.detail.client, session.clientName ?? '–'],
          [t.sessions.logon, <Time key="logon" at={session.logonAt} exact />],
          ...(session.endedAt
            ? [[t.sessions.ended, <Time key="end" at={session.endedAt} exact />] as const]
            : []),
        ]}
      />
      <CopyButton
        look="primary"
        size="md"
        className="justify-self-start"
        text={helpDeskText(session, t, format)}
        label={t.sessions.detail.copyHelpdesk}
        doneLabel={t.common.copied}
      />
      <SessionSockets session={session} />
      <SessionIntervals session={session} />
    </div>
  )
}
