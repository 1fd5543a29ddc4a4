import { BIND_FAILED } from '~/domain/rollout-decision'

/** What is wrong with the sessions that a link leads to. */
export type Trouble = 'discrepancy' | 'failedBinds'

export const troubleOf = (reason: string): Trouble => (reason === BIND_FAILED ? 'failedBinds' : 'discrepancy')

/** The sessions of a host that do not show what was predicted, or could not bind; those that have ended too. */
export const troubledSessionsHref = (hostId: string, trouble: Trouble): string =>
  `/sessions?${new URLSearchParams({ hostId, state: 'all', [trouble]: '1' })}`
