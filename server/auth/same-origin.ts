/**
 * Whether a request was made by our own page. Browsers always tell one of two things that a page cannot forge; a
 * request that tells neither is refused, since whatever changes something must say where it comes from.
 */
export function isSameOrigin(headers: Headers, publicUrl: string | null = null): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = headers.get('origin')
  const host = headers.get('host')
  if (origin === null) return false
  // A proxy may have put its own host in place of the one the browser named.
  if (publicUrl !== null && origin === new URL(publicUrl).origin) return true
  return host !== null && hostOf(origin) === host.toLowerCase()
}

/** Whether another site's page made it. Requests from outside browsers were not. */
export function isCrossSite(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  return site === 'cross-site' || site === 'same-site'
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host
  } catch {
    return null
  }
}
