'use client'

import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import type { DeliveryGroupRow, TokenRow } from '~/components/data/api'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { Badge } from '~/components/ui/badge'
import { Button } from '~/components/ui/button'
import { Empty } from '~/components/ui/empty'
import { GatedButton } from '~/components/ui/gated-button'
import { late } from '~/components/ui/late'
import { Panel } from '~/components/ui/panel'
import { SkeletonRows } from '~/components/ui/skeleton'
import { StateMark, type Tone } from '~/components/ui/state-mark'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'

const NewTokenDialog = late(() => import('./new-token-dialog').then((module) => module.NewTokenDialog))

const RevokeTokenDialog = late(() =>
  import('./revoke-token-dialog').then((module) => module.RevokeTokenDialog),
)

const TONES: Record<TokenRow['state'], Tone> = {
  live: 'fine',
  used: 'idle',
  expired: 'idle',
  revoked: 'broken',
}

export function TokensPanel({ groups }: { groups: DeliveryGroupRow[] }) {
  const { t } = useText()
  const trpc = useTRPC()
  const tokens = useQuery(trpc.tokens.list.queryOptions())
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<TokenRow | null>(null)
  const rows = tokens.data?.rows ?? []
  const create = (
    <GatedButton
      look="primary"
      refusal={groups.length === 0 ? t.enrolment.needGroup : null}
      onClick={() => setCreating(true)}
    >
      <Plus aria-hidden />
      {t.enrolment.new}
    </GatedButton>
  )
  return (
    <Panel
      id="tokens"
      title={t.enrolment.tokens}
      hint={t.enrolment.tokensHint}
      actions={rows.length > 0 ? create : null}
      flush
    >
      {tokens.error ? (
        <LoadFailed what={t.enrolment.tokens} error={tokens.error} onRetry={() => void tokens.refetch()} />
      ) : tokens.isPending ? (
        <SkeletonRows label={t.common.loading} rows={3} />
      ) : rows.length === 0 ? (
        <Empty icon={KeyRound} title={t.enrolment.emptyTitle} action={create}>
          {groups.length === 0 ? t.enrolment.needGroup : t.enrolment.emptyText}
        </Empty>
      ) : (
        <TokenTable rows={rows} onRevoke={setRevoking} />
      )}
      {creating ? <NewTokenDialog groups={groups} onClose={() => setCreating(false)} /> : null}
      {revoking ? <RevokeTokenDialog token={revoking} onClose={() => setRevoking(null)} /> : null}
    </Panel>
  )
}

function TokenTable({ rows, onRevoke }: { rows: TokenRow[]; onRevoke: (token: TokenRow) => void }) {
  const { t } = useText()
  return (
    <Table label={t.enrolment.tokens}>
      <TableHead>
        <tr>
          <Th>{t.enrolment.label}</Th>
          <Th>{t.enrolment.state}</Th>
          <Th>{t.enrolment.group}</Th>
          <Th>{t.enrolment.uses}</Th>
          <Th>{t.enrolment.expires}</Th>
          <Th>{t.enrolment.created}</Th>
          <Th>
            <span className="sr-only">{t.enrolment.revoke}</span>
          </Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((token) => (
          <Row key={token.id}>
            <Td className="max-md:col-span-2">
              <span className="flex flex-wrap items-center gap-1.5 font-medium">
                {token.label}
                {token.atBoot ? <Badge>{t.windowsHosts.atBootMark}</Badge> : null}
                {token.tags.map((tag) => (
                  <Badge key={tag}>{tag}</Badge>
                ))}
              </span>
            </Td>
            <Td>
              <StateMark tone={TONES[token.state]}>{t.enrolment.states[token.state]}</StateMark>
            </Td>
            <Td label={t.enrolment.group}>{token.deliveryGroup}</Td>
            <Td label={t.enrolment.uses} className="whitespace-nowrap tabular-nums">
              {t.enrolment.left(token.usesLeft, token.uses)}
            </Td>
            <Td label={t.enrolment.expires} className="text-ink-2">
              <Time at={token.expiresAt} ahead />
            </Td>
            <Td label={t.enrolment.created} className="text-ink-2">
              <Time at={token.createdAt} /> {t.common.by(token.createdBy)}
            </Td>
            <Td className="text-right max-md:text-left">
              {token.state === 'live' ? (
                <Button
                  size="sm"
                  look="danger"
                  aria-label={t.enrolment.revokeLabel(token.label)}
                  onClick={() => onRevoke(token)}
                >
                  {t.enrolment.revoke}
                </Button>
              ) : null}
            </Td>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}
