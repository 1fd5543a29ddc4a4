/** The sessions of a host that do not show what was predicted, those that have ended too. */
export const unlikeSessionsHref = (hostId: string): string =>
  `/sessions?${new URLSearchParams({ hostId, state: 'all', discrepancy: '1' })}`
