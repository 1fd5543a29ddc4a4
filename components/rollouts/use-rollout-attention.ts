'use client'

import { useQuery } from '@tanstack/react-query'
import type { RolloutAttention } from '~/components/data/api'
import { useMe } from '~/components/data/me'
import { useTRPC } from '~/components/data/trpc'

/** Nobody tells screens that do not follow rollouts. */
const REFRESH_MS = 60_000

/** What of rollouts and approvals waits for somebody; null for who may not see it, and until it is known. */
export function useRolloutAttention(): RolloutAttention | null {
  const trpc = useTRPC()
  const enabled = useMe().permissions.includes('policies.see')
  const { data } = useQuery(
    trpc.rollouts.attention.queryOptions(undefined, { enabled, refetchInterval: REFRESH_MS }),
  )
  return data ?? null
}

/** How many of them want somebody who looks: a halted rollout, and another's request. */
export function attentionCount({ rollout, request }: RolloutAttention): number {
  return (rollout?.state === 'halted' ? 1 : 0) + (request && !request.own ? 1 : 0)
}
