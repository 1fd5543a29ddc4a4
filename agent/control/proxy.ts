/** HTTPS through a proxy that tunnels: CONNECT, then TLS with the control plane itself. The proxy sees names and bytes only. */

import http from 'node:http'
import https from 'node:https'
import type { Duplex } from 'node:stream'
import tls from 'node:tls'

const CONNECT_TIMEOUT_MS = 20_000

/** What `VIPFARM_PROXY` says. @throws Error for what is no proxy's address */
export function proxyAddress(text: string | undefined): URL | null {
  if (!text) return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol === 'http:' && url.pathname === '/' && url.search === '') return url
  throw new Error(`VIPFARM_PROXY: ${JSON.stringify(text)}: a proxy is http://HOST:PORT`)
}

/** An agent for `node:https` whose connections go through the proxy. */
export class TunnelAgent extends https.Agent {
  constructor(
    private readonly proxy: URL,
    options: https.AgentOptions,
  ) {
    super(options)
  }

  override createConnection(
    options: https.RequestOptions,
    done?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const target = `${options.host}:${options.port ?? 443}`
    const { hostname, port, username, password } = this.proxy
    const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)
    const headers = {
      host: target,
      ...(username && { 'proxy-authorization': `Basic ${credentials.toString('base64')}` }),
    }
    const asked = http.request({ hostname, port: port || 80, method: 'CONNECT', path: target, headers })
    const fail = (error: Error) => done?.(error, undefined as unknown as Duplex)
    asked.setTimeout(CONNECT_TIMEOUT_MS, () => asked.destroy(new Error('the proxy gives no answer')))
    asked.once('error', (error) => fail(new Error(`proxy ${this.proxy.host}: ${error.message}`)))
    asked.once('connect', ({ statusCode }, socket) => {
      asked.setTimeout(0)
      socket.setTimeout(0)
      if (statusCode !== 200) {
        socket.destroy()
        return fail(new Error(`proxy ${this.proxy.host} refuses ${target}: ${statusCode}`))
      }
      const { servername, host } = options
      done?.(
        null,
        tls.connect({
          ...options,
          path: undefined,
          socket,
          servername: servername ?? host ?? undefined,
        } as tls.ConnectionOptions),
      )
    })
    asked.once('response', ({ statusCode }) =>
      fail(new Error(`proxy ${this.proxy.host} refuses ${target}: ${statusCode}`)),
    )
    asked.end()
    return undefined
  }
}
