/** A control plane that does as the test says: the protocol over real sockets, with a hook before each answer. */

import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { canonicalHostConfig, type HostConfig } from '~/domain/host-config'
import {
  type CheckInInput,
  type CheckInOutput,
  checkInInput,
  checkInOutput,
  type Nudge,
} from '~/protocol/check-in'
import { type EnrollInput, type EnrollOutput, enrollInput, enrollOutput } from '~/protocol/enroll'
import { sha256 } from '~/protocol/hash'
import {
  MAX_REPORT_BYTES,
  type Report,
  type ReportOutput,
  reportInput,
  reportOutput,
} from '~/protocol/report'
import { AGENT_BASE } from '~/protocol/routes'
import { keyFingerprint, type SigningKey, signBundle, signTicket } from '~/protocol/signature'
import { BUNDLE_HEADERS, type SignedTicket, type Ticket } from '~/protocol/ticket'

export interface ScriptedHost {
  id: string
  credential: string
  name: string
  signed: SignedTicket | null
  pending: boolean
  boot: string
  acked: number
}

export type Hook = (request: IncomingMessage, response: ServerResponse) => boolean | undefined

export function makeSigningKey(keyId = 'k1'): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'jwk' }).x
  if (!raw) throw new Error('no raw public key')
  return { keyId, publicKey: raw, privateKey }
}

interface PublishOptions {
  nudge?: boolean
  hosts?: ScriptedHost[]
  /** Of the tickets. */
  values?: Ticket['values']
}

export class ScriptedControlPlane {
  readonly key = makeSigningKey()
  readonly hosts = new Map<string, ScriptedHost>()
  readonly bundles = new Map<string, { text: string; revision: number }>()
  readonly checkIns: CheckInInput[] = []
  readonly reports: Report[] = []
  readonly enrolments: EnrollInput[] = []
  /** Bodies of check-ins, both ways, in bytes. */
  readonly checkInBytes: { asked: number; answered: number }[] = []
  readonly streams = new Map<string, ServerResponse>()
  bundleRequests = 0
  revision = 0
  pollSeconds = 30
  /** Returns true when it answered the request itself. */
  before: Record<string, Hook | undefined> = {}
  /** Changes an answer before it is sent. */
  alter: {
    enroll?: (answer: EnrollOutput) => EnrollOutput
    checkIn?: (answer: CheckInOutput) => CheckInOutput
    report?: (answer: ReportOutput, report: Report) => ReportOutput
  } = {}
  private readonly server = createServer((request, response) => {
    this.route(request, response).catch((error) => answerError(response, 400, 'BAD_REQUEST', String(error)))
  })

  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject)
      this.server.listen(port, '127.0.0.1', resolve)
    })
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve())
      this.server.closeAllConnections()
    })
  }

  token(fingerprint = keyFingerprint(this.key.publicKey)): string {
    return `vfe1.${randomUUID()}.${randomBytes(32).toString('base64url')}.${fingerprint}`
  }

  get host(): ScriptedHost {
    const [host] = this.hosts.values()
    if (!host) throw new Error('no host has enrolled')
    return host
  }

  /** A new revision for every host; the nudge goes out when `nudge` says so. */
  publish(
    config: HostConfig,
    { nudge = true, hosts = [...this.hosts.values()], values }: PublishOptions = {},
  ): string {
    this.revision += 1
    const text = canonicalHostConfig(config)
    const hash = sha256(text)
    if (!this.bundles.has(hash)) this.bundles.set(hash, { text, revision: this.revision })
    for (const host of hosts) {
      const generation = (host.signed?.ticket.generation ?? 0) + 1
      host.signed = this.ticket(host, { generation, hash, ...(values && { values }) })
    }
    if (nudge) this.nudge({ revision: this.revision, slotWindowMs: 0 })
    return hash
  }

  ticket(host: ScriptedHost, values: Partial<Ticket> & { hash: string }): SignedTicket {
    const base = { hostId: host.id, generation: 1, revision: this.revision, rollback: false }
    return signTicket({ ...base, issuedAt: '2026-03-01T08:00:00.000Z', ...values }, this.key)
  }

  nudge(nudge: Nudge): void {
    for (const stream of this.streams.values())
      stream.write(`data: ${JSON.stringify(nudge)}\nid: ${nudge.revision}\n\n\n`)
  }

  cutStreams(): void {
    for (const stream of this.streams.values()) stream.destroy()
  }

  /** The ids of the sessions that are open after all reports taken. */
  get openSessions(): number[] {
    let open = new Set<string>()
    for (const { full, opened, closed } of this.reports) {
      if (full) open = new Set()
      for (const { id, logonAt } of opened) open.add(`${id} ${logonAt}`)
      for (const { id, logonAt } of closed) open.delete(`${id} ${logonAt}`)
    }
    return [...open].map((key) => Number.parseInt(key, 10))
  }

  get lastReport(): Report | undefined {
    return this.reports.at(-1)
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').slice(AGENT_BASE.length + 1)
    const name = path.split('/')[0] ?? ''
    if (this.before[name]?.(request, response)) return
    if (name === 'enroll') return this.enroll(await bodyOf(request), response)
    const host = this.hosts.get((request.headers.authorization ?? '').replace(/^Bearer /, ''))
    if (!host) return answerError(response, 401, 'UNAUTHORIZED', 'unknown credential')
    if (name === 'watch') return this.watch(host, response)
    if (name === 'bundle') return this.bundle(path.slice('bundle/'.length), response)
    if (name === 'checkIn') return this.checkIn(host, await bodyOf(request), response)
    if (name === 'report') return this.report(host, await bodyOf(request), response)
    answerError(response, 404, 'NOT_FOUND', path)
  }

  private enroll(body: string, response: ServerResponse): void {
    const input = enrollInput.parse(JSON.parse(body))
    this.enrolments.push(input)
    const id = randomUUID()
    const credential = `vfc1.${id}.${randomBytes(32).toString('base64url')}`
    const { name } = input.facts
    this.hosts.set(credential, { id, credential, name, signed: null, pending: false, boot: '', acked: 0 })
    const { keyId, publicKey } = this.key
    const answer: EnrollOutput = {
      hostId: id,
      name,
      credential,
      signingKeys: [{ keyId, publicKey }],
      pendingApproval: false,
      pollSeconds: this.pollSeconds,
    }
    answerData(response, enrollOutput.parse(this.alter.enroll?.(answer) ?? answer))
  }

  private checkIn(host: ScriptedHost, body: string, response: ServerResponse): void {
    const input = checkInInput.parse(JSON.parse(body))
    this.checkIns.push(input)
    const next = this.pollSeconds
    const { signed } = host
    const same =
      !signed || (input.generation === signed.ticket.generation && input.hash === signed.ticket.hash)
    let answer: CheckInOutput = { same: false, next, signed: signed as SignedTicket }
    if (same || host.pending)
      answer = { same: true, next, ...(host.pending ? { pendingApproval: true } : {}) }
    const altered = checkInOutput.parse(this.alter.checkIn?.(answer) ?? answer)
    this.checkInBytes.push({ asked: Buffer.byteLength(body), answered: answerData(response, altered) })
  }

  private report(host: ScriptedHost, body: string, response: ServerResponse): void {
    if (Buffer.byteLength(body) > MAX_REPORT_BYTES) {
      answerError(response, 413, 'PAYLOAD_TOO_LARGE', 'too large')
      return
    }
    const report = reportInput.parse(JSON.parse(body))
    if (host.boot !== report.boot) Object.assign(host, { boot: report.boot, acked: 0 })
    const gap = report.seq > host.acked + 1 && !report.full
    if (report.seq > host.acked && !gap) {
      this.reports.push(report)
      host.acked = report.seq
    }
    const answer: ReportOutput = { ack: host.acked, ...(gap ? { reportFull: true } : {}) }
    answerData(response, reportOutput.parse(this.alter.report?.(answer, report) ?? answer))
  }

  private bundle(hash: string, response: ServerResponse): void {
    this.bundleRequests += 1
    const bundle = this.bundles.get(hash)
    if (!bundle) {
      answerError(response, 404, 'NOT_FOUND', 'no such bundle')
      return
    }
    response.writeHead(200, { 'content-encoding': 'gzip', ...this.sealHeaders(hash, bundle.revision) })
    response.end(gzipSync(bundle.text))
  }

  sealHeaders(hash: string, revision: number, key = this.key): Record<string, string> {
    const seal = signBundle(hash, revision, key)
    return {
      [BUNDLE_HEADERS.revision]: String(seal.revision),
      [BUNDLE_HEADERS.keyId]: seal.keyId,
      [BUNDLE_HEADERS.signature]: seal.signature,
    }
  }

  private watch(host: ScriptedHost, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('event: connected\ndata: {}\n\n\n')
    this.streams.set(host.id, response)
    response.on('close', () => {
      if (this.streams.get(host.id) === response) this.streams.delete(host.id)
    })
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** @returns the body's length in bytes */
function answerData(response: ServerResponse, data: unknown): number {
  const body = JSON.stringify({ result: { data } })
  response.writeHead(200, { 'content-type': 'application/json' }).end(body)
  return Buffer.byteLength(body)
}

export function answerError(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  headers = {},
): void {
  const body = { error: { message, code: -32_600, data: { code, httpStatus: status } } }
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
