import { gzipSync } from 'node:zlib'

export interface Caller {
  origin: string
  cookie: string
  user: { username: string; password: string }
}

export async function signIn(origin: string, user: Caller['user']): Promise<Caller> {
  const answer = await fetch(`${origin}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify(user),
  })
  if (!answer.ok) throw new Error(`signing in answered ${answer.status}`)
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  return { origin, cookie, user }
}

export async function query<T>({ origin, cookie }: Caller, path: string): Promise<T> {
  return dataOf(await fetch(`${origin}/api/trpc/${path}`, { headers: { cookie } }), path)
}

export async function mutate<T>({ origin, cookie }: Caller, procedure: string, input: object): Promise<T> {
  const headers = { cookie, origin, 'content-type': 'application/json' }
  const body = JSON.stringify(input)
  return dataOf(await fetch(`${origin}/api/trpc/${procedure}`, { method: 'POST', headers, body }), procedure)
}

async function dataOf<T>(answer: Response, what: string): Promise<T> {
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${what} answered ${answer.status}: ${text}`)
  return JSON.parse(text).result.data
}

/**
 * The scripts that a page loads at once, compressed: those it runs, and those it fetches ahead. Those for browsers without
 * modules are loaded by no other.
 */
export async function scriptBytes(origin: string, html: string): Promise<number> {
  const run = [...html.matchAll(/<script[^>]+src="([^"]+)"[^>]*>/g)]
  const ahead = [...html.matchAll(/<link[^>]+href="([^"]+)"[^>]*>/g)].filter(([tag]) =>
    /\bas="script"/.test(tag),
  )
  const tags = [...run, ...ahead].filter(([tag]) => !/\bnomodule\b/i.test(tag))
  const sources = new Set(tags.map(([, source]) => source))
  let bytes = 0
  for (const source of sources) {
    const answer = await fetch(new URL(source ?? '', origin))
    bytes += gzipSync(Buffer.from(await answer.arrayBuffer())).length
  }
  return bytes
}
