import { isIP } from 'node:net'
import { fail, ok, type Result } from '~/domain/result'

export interface ServerAddress {
  /** Without path and trailing slash. */
  origin: string
  /** True for plain HTTP over a network, which an explicit setting allowed. */
  plain: boolean
}

/**
 * Checks the control plane's address: https, or http to this machine only, since the host's credential and its users'
 * names travel over it. `allowPlain` (VIPFARM_ALLOW_PLAIN_HTTP=1) lifts that.
 */
export function checkServerAddress(text: string, allowPlain: boolean): Result<ServerAddress> {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return fail('server', text, 'is not an http or https address', 'Write it as https://vipfarm.example.com')
  }
  if (url.username || url.password || url.search || url.hash || url.pathname !== '/') {
    return fail(
      'server',
      text,
      'holds more than scheme, host and port',
      `Write it as ${url.protocol}//${url.host}`,
    )
  }
  const plain = url.protocol === 'http:' && !isLoopback(url.hostname)
  if (plain && !allowPlain) {
    return fail(
      'server',
      text,
      'plain HTTP would show the credential to the network',
      'Use https, or set VIPFARM_ALLOW_PLAIN_HTTP=1 to accept that',
    )
  }
  return ok({ origin: url.origin, plain })
}

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}
