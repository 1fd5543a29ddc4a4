import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client'
import type { AppRouter } from '~/server/trpc/app-router'

export type DemoClient = TRPCClient<AppRouter>

/** Signs in and calls the admin API over HTTP, as a browser does. */
export async function openDemoClient(
  url: string,
  user: { username: string; password: string },
): Promise<DemoClient> {
  const answer = await fetch(`${url}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(user),
    signal: AbortSignal.timeout(10_000),
  })
  if (!answer.ok) throw new Error(`signing in to the demo failed: ${answer.status} ${await answer.text()}`)
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/api/trpc`, headers: { cookie, origin: url } })],
  })
}
