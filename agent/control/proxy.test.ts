import http from 'node:http'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { TLS_PAIR } from '~/tests/support/tls-pair'
import { proxyAddress, TunnelAgent } from './proxy'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

const listening = async (server: net.Server) => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  return (server.address() as AddressInfo).port
}

/** A control plane behind a proxy that knows where its name leads, or refuses. */
async function behindProxy(refuse?: number) {
  const asked: string[] = []
  const control = await listening(https.createServer(TLS_PAIR, (_req, res) => res.end('well')))
  const proxy = http.createServer()
  proxy.on('connect', (req, socket) => {
    asked.push(`${req.url} ${req.headers['proxy-authorization'] ?? ''}`.trim())
    if (refuse) return socket.end(`HTTP/1.1 ${refuse} No\r\n\r\n`)
    const there = net.connect(control, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      there.pipe(socket).pipe(there)
    })
    there.on('error', () => socket.destroy())
    socket.on('error', () => there.destroy())
  })
  const port = await listening(proxy)
  const get = (user = '', ca?: string) => {
    const agent = new TunnelAgent(new URL(`http://${user}127.0.0.1:${port}`), {})
    closing.push(() => agent.destroy())
    return new Promise<string>((resolve, reject) => {
      const call = https.get({ host: 'control.test', port: 8443, agent, ca }, (res) => {
        res.setEncoding('utf8').once('data', resolve)
      })
      call.on('error', reject)
    })
  }
  return { asked, get }
}

describe('a proxy', () => {
  it('is asked for a tunnel, and the control plane’s own certificate is checked through it', async () => {
    const { asked, get } = await behindProxy()
    expect(await get('', TLS_PAIR.cert)).toBe('well')
    expect(asked).toEqual(['control.test:8443'])
    await expect(get()).rejects.toThrow(/certificate/)
  })

  it('is given its own credentials, and nothing of the call', async () => {
    const { asked, get } = await behindProxy()
    await get('ana:s%2Fecret@', TLS_PAIR.cert)
    expect(asked).toEqual([`control.test:8443 Basic ${Buffer.from('ana:s/ecret').toString('base64')}`])
  })

  it('that refuses is named, with its answer', async () => {
    const { get } = await behindProxy(407)
    await expect(get('', TLS_PAIR.cert)).rejects.toThrow(/proxy 127.0.0.1:\d+ refuses control.test:8443: 407/)
  })

  it.each(['proxy:3128', 'https://proxy', 'http://proxy/path', 'nonsense'])('is not %s', (text) => {
    expect(() => proxyAddress(text)).toThrow('a proxy is http://HOST:PORT')
  })
})
