/** Which sign-in a cookie names, once its signature was checked. Not whether the sign-in still holds: that is asked anew. */

import { createHash } from 'node:crypto'

/** Beyond so many the one that was added first is checked again. */
const MOST = 2_000

export interface CheckedCookies {
  get(cookie: string): string | undefined
  add(cookie: string, signInId: string): void
}

export function createCheckedCookies(most = MOST): CheckedCookies {
  // By hash, so that a dump of memory holds no more cookies than it must.
  const signIns = new Map<string, string>()
  const keyOf = (cookie: string) => createHash('sha256').update(cookie).digest('base64')
  return {
    get: (cookie) => signIns.get(keyOf(cookie)),
    add(cookie, signInId) {
      signIns.set(keyOf(cookie), signInId)
      const [first] = signIns.keys()
      if (signIns.size > most && first !== undefined) signIns.delete(first)
    },
  }
}
