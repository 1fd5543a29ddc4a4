/** Sentences of the rules themselves (a broken rule, its mend, why a host cannot do a thing) come in English already. */
export const sentence = (english: string): string => english

/** Why a policy takes no part on a host. */
export const skipped: Record<string, string> = {
  disabled: 'it is disabled',
  denied: 'a Deny filter matches',
  'not-allowed': 'its filters do not match',
}
