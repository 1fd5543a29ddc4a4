/** Where a session that somebody else began is filtered: by the groups that the system keeps its processes in. Pure. */

export interface SessionGroup {
  /** What the filter is attached to, with all that is below it. */
  attach: string
  /** Holds processes of the session for as long as it lasts. */
  scope: string
}

const SCOPE = /^(.*\/user-\d+\.slice)\/session-[A-Za-z0-9]+\.scope$/

/** The group in which the system holds this one session; null where it holds it together with others. */
export function scopeOf(cgroups: string, mount: string): string | null {
  const path = /^0::(\/.*)$/m.exec(cgroups)?.[1]
  if (path === undefined || path.includes('/..')) return null
  // elogind has a group of its own for each session, at the top: `/c1`, `/3`.
  return SCOPE.test(path) || /^\/c?\d+$/.test(path) ? `${mount === '/' ? '' : mount}${path}` : null
}

/**
 * Where somebody has one session, the whole slice of the user, which holds the programs of `systemd --user` too. With
 * several sessions of one user those belong to none of them, and each session has its scope.
 */
export function groupsOf(scopes: readonly string[]): Map<string, SessionGroup> {
  const slices = scopes.map((scope) => SCOPE.exec(scope)?.[1] ?? null)
  return new Map(
    scopes.map((scope, at) => {
      const slice = slices[at] ?? null
      const alone = slice !== null && slices.filter((one) => one === slice).length === 1
      return [scope, { scope, attach: alone ? slice : scope }]
    }),
  )
}

/** True where programs of the session's user may run outside what is filtered. */
export const leavesUserManagerOut = ({ attach, scope }: SessionGroup): boolean =>
  attach === scope && SCOPE.test(scope)
