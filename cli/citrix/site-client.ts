/**
 * Calls of a Citrix site's Orchestration REST API, bounded in time, size and pace. Made after its documented shapes;
 * nobody has run it against a live site yet.
 */

import { filterKey, type SiteFilter, type SiteRow } from '~/domain/citrix-site/site-policy'
import type { SiteCall } from '~/domain/citrix-site/site-progress'
import { foldName } from '~/domain/text'
import {
  type Answer,
  filterBody,
  policyBody,
  readPolicies,
  readPolicy,
  readSets,
  readSimulation,
  type SimulatedSetting,
  type SiteSet,
  settingBody,
} from '~/formats/citrix/rest-site'

export interface SiteAddress {
  /** `https://ddc.example.com`, or that of Citrix Cloud. */
  origin: string
  /** `CitrixOnPremises`, or the customer id of Citrix Cloud. */
  customer: string
  /** The site's id. */
  instance: string
}

export interface SiteOptions extends SiteAddress {
  token: string
  /** The least time between two calls. */
  gapMs?: number
  timeoutMs?: number
  sleep?: (ms: number) => Promise<void>
}

export type SiteFailure = 'refused' | 'unauthorised' | 'not-found' | 'unreachable' | 'unlike'

/** What went wrong, without a word of the credential. */
export class SiteError extends Error {
  override readonly name = 'SiteError'
  constructor(
    readonly code: SiteFailure,
    message: string,
  ) {
    super(message)
  }
}

const BASE = '/cvad/manage/gpo'
const MOST_BYTES = 32 * 1024 * 1024
const LONGEST_WAIT_MS = 60_000
const TRIES = 4

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

export class SiteClient {
  private last = 0
  private readonly sleep: (ms: number) => Promise<void>
  /** How many calls were made. */
  calls = 0

  constructor(private readonly options: SiteOptions) {
    this.sleep = options.sleep ?? ((ms) => new Promise((done) => setTimeout(done, ms)))
  }

  async sets(): Promise<SiteSet[]> {
    return this.read('/policySets', readSets)
  }

  /** The policies of a set with all that they hold, the highest priority first. */
  async policies(setGuid: string): Promise<SiteRow[]> {
    const query = new URLSearchParams({ policySetGuid: setGuid, withSettings: 'true', withFilters: 'true' })
    return this.read(`/policies?${query}`, readPolicies)
  }

  /** Null where there is none any more. */
  async policy(guid: string): Promise<SiteRow | null> {
    const path = `/policies/${encodeURIComponent(guid)}?withSettings=true&withFilters=true`
    return this.read(path, readPolicy).catch((error) => {
      if (error instanceof SiteError && error.code === 'not-found') return null
      throw error
    })
  }

  async make(call: SiteCall, setGuid: string): Promise<void> {
    const inSet = new URLSearchParams({ policySetGuid: setGuid })
    if (call.call === 'create') return this.write('POST', `/policies?${inSet}`, policyBody(call.policy))
    const policy = encodeURIComponent(call.row.guid)
    if (call.call === 'delete') return this.write('DELETE', `/policies/${policy}`)
    return this.step(call)
  }

  private step({ row, step }: Extract<SiteCall, { call: 'step' }>): Promise<void> {
    const policyGuid = new URLSearchParams({ policyGuid: row.guid })
    const found = (name: string) => row.settings.find((one) => foldName(one.name) === foldName(name))
    switch (step.do) {
      case 'body': {
        const { name, description, enabled: isEnabled } = step
        return this.write('PATCH', `/policies/${encodeURIComponent(row.guid)}`, {
          ...{ name, description, isEnabled },
        })
      }
      case 'set': {
        const own = found(step.setting.name)
        return own
          ? this.write('PATCH', `/settings/${encodeURIComponent(own.guid)}`, settingBody(step.setting))
          : this.write('POST', `/settings?${policyGuid}`, settingBody(step.setting))
      }
      case 'unset':
        return this.write('DELETE', `/settings/${encodeURIComponent(found(step.name)?.guid ?? '')}`)
      case 'add-filter':
        return this.write('POST', `/filters?${policyGuid}`, filterBody(step.filter))
      case 'drop-filter':
        return this.write('DELETE', `/filters/${encodeURIComponent(filterGuidOf(row, step.filter))}`)
    }
  }

  /** All policies of the set, the highest priority first. */
  rank(setGuid: string, guids: readonly string[]): Promise<void> {
    return this.write('POST', `/policyPriorities?${new URLSearchParams({ policySetGuid: setGuid })}`, guids)
  }

  /** Without it the site writes what machines are sent every five minutes. */
  serialise(setGuid: string): Promise<void> {
    return this.write('PUT', `/policySets/${encodeURIComponent(setGuid)}`)
  }

  /** What would win on a machine of this delivery group. */
  async simulate(deliveryGroupGuid: string, computerName: string): Promise<SimulatedSetting[]> {
    const json = await this.send('POST', '/simulation', { deliveryGroupGuid, computerName })
    return taken(readSimulation(json))
  }

  private async read<T>(path: string, reader: (json: unknown) => Answer<T>): Promise<T> {
    return taken(reader(await this.send('GET', path)))
  }

  private async write(method: Method, path: string, body?: unknown): Promise<void> {
    await this.send(method, path, body)
  }

  /**
   * A call that the site put off (429) was not made, and is made again; a reading too where the site was away. A write
   * whose answer is lost is not: whoever asked looks first how the site stands.
   */
  private async send(method: Method, path: string, body?: unknown): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      await this.pace()
      const answer = await this.once(method, path, body)
      if (answer.ok) return answer.json
      const again = answer.putOff || (method === 'GET' && answer.error.code === 'unreachable')
      if (!again || attempt >= TRIES) throw answer.error
      await this.sleep(answer.waitMs ?? Math.min(LONGEST_WAIT_MS, 500 * 2 ** attempt))
    }
  }

  private async pace(): Promise<void> {
    const wait = this.last + (this.options.gapMs ?? 200) - performance.now()
    if (this.last > 0 && wait > 0) await this.sleep(wait)
    this.last = performance.now()
    this.calls += 1
  }

  private async once(method: Method, path: string, body: unknown): Promise<Once> {
    const { origin, token, customer, instance, timeoutMs = 30_000 } = this.options
    const what = `${method} ${path.replace(/\?.*/, '')}`
    try {
      const answer = await fetch(`${origin}${BASE}${path}`, {
        method,
        redirect: 'error',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          accept: 'application/json',
          authorization: `CWSAuth Bearer=${token}`,
          'citrix-customerid': customer,
          'citrix-instanceid': instance,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await boundedText(answer)
      if (answer.ok) return { ok: true, json: jsonOf(text, what) }
      return refusalOf(answer, what, this.withoutToken(text))
    } catch (error) {
      if (error instanceof SiteError) return { ok: false, error, putOff: false }
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : ''
      const message = `${what}: ${this.withoutToken(cause || String(error))}`
      return { ok: false, error: new SiteError('unreachable', message), putOff: false }
    }
  }

  private withoutToken(text: string): string {
    return text.replaceAll(this.options.token, '[token]').replace(/\s+/g, ' ').trim().slice(0, 300)
  }
}

const filterGuidOf = (row: SiteRow, filter: SiteFilter) =>
  row.filters.find((one) => filterKey(one) === filterKey(filter))?.guid ?? ''

type Once = { ok: true; json: unknown } | { ok: false; error: SiteError; putOff: boolean; waitMs?: number }

function refusalOf(answer: Response, what: string, said: string): Once {
  const { status } = answer
  const message = `${what}: the site answered ${status}${said ? `: ${said}` : ''}`
  const seconds = Number(answer.headers.get('retry-after'))
  const waitMs = seconds > 0 ? Math.min(LONGEST_WAIT_MS, seconds * 1000) : undefined
  if (status === 401) return { ok: false, error: new SiteError('unauthorised', message), putOff: false }
  if (status === 404) return { ok: false, error: new SiteError('not-found', message), putOff: false }
  if (status === 429) return { ok: false, error: new SiteError('unreachable', message), putOff: true, waitMs }
  const code = status >= 500 ? 'unreachable' : 'refused'
  return { ok: false, error: new SiteError(code, message), putOff: false, waitMs }
}

async function boundedText(answer: Response): Promise<string> {
  if (!answer.body) return ''
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of answer.body) {
    size += part.length
    if (size > MOST_BYTES) throw new SiteError('unlike', `the answer is longer than ${MOST_BYTES} bytes`)
    parts.push(part)
  }
  return new TextDecoder().decode(Buffer.concat(parts))
}

function jsonOf(text: string, what: string): unknown {
  if (text.trim() === '') return null
  try {
    return JSON.parse(text)
  } catch {
    throw new SiteError('unlike', `${what}: the answer is no JSON`)
  }
}

function taken<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value
  throw new SiteError('unlike', `the site answered otherwise than is documented: ${answer.why}`)
}
