/** Ends the sign-in, and leaves for the sign-in page whatever the answer. */
export async function signOut(): Promise<void> {
  await fetch('/api/auth/sign-out', { method: 'POST', signal: AbortSignal.timeout(10_000) }).catch(() => null)
  window.location.assign('/sign-in')
}
