/**
 * A Citrix site in memory, behind the calls that its Orchestration REST API documents. It behaves as written there: new
 * policies get the lowest priority, a PATCH changes the body only, booleans read back as `True`, priorities want every
 * policy. What no document says, it does not do.
 */

import http from 'node:http'
import type { AddressInfo } from 'node:net'

export const STUB_TOKEN = 'eyJ.not.a.real.token'

interface Setting {
  settingGuid: string
  settingName: string
  useDefault: boolean
  settingValue: string
}
interface Filter {
  filterGuid: string
  filterType: string
  isAllowed: boolean
  isEnabled: boolean
  filterData: string
}
export interface StubPolicy {
  policyGuid: string
  policyName: string
  description: string | null
  isEnabled: boolean
  settings: Setting[]
  filters: Filter[]
}

type Members = Record<string, unknown>
type Reply = { status: number; json?: unknown; headers?: Record<string, string> }

const OK = (json?: unknown): Reply => ({ status: json === undefined ? 204 : 200, json })
const NOT_FOUND: Reply = { status: 404, json: { errorMessage: 'Object does not exist.' } }

export class CitrixSiteStub {
  readonly setGuid = 'f0000000-0000-4000-8000-000000000001'
  /** The highest priority first. */
  policies: StubPolicy[] = []
  /** Method and path of each call, without the query. */
  readonly calls: string[] = []
  serialised = 0
  /** What comes in place of an answer: before the call is made, or after, so that only its answer is lost. */
  trouble: ((call: string, at: 'before' | 'after') => Reply | 'cut' | 'hang' | undefined) | null = null
  private guids = 0
  private readonly server = http.createServer((request, response) => void this.serve(request, response))

  /** The address, once it listens. */
  async start(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done))
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
  }

  get writes(): string[] {
    return this.calls.filter((call) => !call.startsWith('GET'))
  }

  add(policy: Partial<StubPolicy> & { policyName: string }): StubPolicy {
    const made = {
      ...{ policyGuid: this.guid('p'), description: null, isEnabled: true, settings: [], filters: [] },
      ...policy,
    }
    this.policies.push(made)
    return made
  }

  setting(settingName: string, settingValue: string): Setting {
    return { settingGuid: this.guid('s'), settingName, useDefault: false, settingValue }
  }

  filter(filterType: string, filterData: string): Filter {
    return { filterGuid: this.guid('f'), filterType, isAllowed: true, isEnabled: true, filterData }
  }

  named(name: string): StubPolicy {
    const found = this.policies.find(({ policyName }) => policyName === name)
    if (!found) throw new Error(`the site has no policy ${name}`)
    return found
  }

  private guid(kind: string): string {
    this.guids += 1
    return `${kind}0000000-0000-4000-8000-${String(this.guids).padStart(12, '0')}`
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stub')
    const call = `${request.method} ${pathname.replace('/cvad/manage/gpo', '')}`
    this.calls.push(call)
    const text = Buffer.concat(parts).toString()
    const refused = this.refusal(request) ?? this.trouble?.(call, 'before')
    const answer = refused ?? this.answer(call, searchParams, text === '' ? {} : JSON.parse(text))
    const reply = refused ? answer : (this.trouble?.(call, 'after') ?? answer)
    if (reply === 'hang') return
    if (reply === 'cut') return void request.socket.destroy()
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
    response.end(reply.json === undefined ? '' : JSON.stringify(reply.json))
  }

  private refusal({ headers }: http.IncomingMessage): Reply | undefined {
    if (headers.authorization !== `CWSAuth Bearer=${STUB_TOKEN}`)
      return { status: 401, json: { errorMessage: `Invalid bearer token: ${headers.authorization}` } }
    const known =
      headers['citrix-customerid'] === 'CitrixOnPremises' && headers['citrix-instanceid'] === 'site-1'
    return known ? undefined : { status: 400, json: { errorMessage: 'Unknown customer or site.' } }
  }

  private answer(call: string, query: URLSearchParams, body: Members): Reply {
    const [method = '', path = ''] = call.split(' ')
    const [, noun = '', guid] = path.split('/')
    switch (`${method} ${noun}${guid ? '/id' : ''}`) {
      case 'GET policySets':
        return OK({ items: [this.set()] })
      case 'PUT policySets/id':
        this.serialised += 1
        return OK()
      case 'GET policies':
        return query.get('policySetGuid') === this.setGuid ? OK({ items: this.shown(query) }) : NOT_FOUND
      case 'GET policies/id': {
        const found = this.shown(query).find(({ policyGuid }) => policyGuid === guid)
        return found ? OK(found) : NOT_FOUND
      }
      case 'POST policies':
        return this.create(body)
      case 'POST policyPriorities':
        return this.rank(body as unknown as string[])
      case 'POST simulation':
        return OK(this.simulated())
      default:
        return this.parts(method, noun, guid, query, body)
    }
  }

  private parts(
    method: string,
    noun: string,
    guid: string | undefined,
    query: URLSearchParams,
    body: Members,
  ): Reply {
    if (noun === 'policies') return this.onPolicy(method, guid, body)
    const policy = this.policies.find(({ policyGuid }) => policyGuid === query.get('policyGuid'))
    const kind = noun === 'settings' ? 'settings' : 'filters'
    const id = noun === 'settings' ? 'settingGuid' : 'filterGuid'
    if (method === 'POST') {
      if (!policy) return NOT_FOUND
      const made = { ...body, [id]: this.guid(noun.charAt(0)) }
      policy[kind].push(made as never)
      return OK(made)
    }
    for (const each of this.policies) {
      const list = each[kind] as unknown as Members[]
      const at = list.findIndex((one) => one[id] === guid)
      if (at < 0) continue
      if (method === 'DELETE') list.splice(at, 1)
      else Object.assign(list[at] ?? {}, body)
      return OK()
    }
    return NOT_FOUND
  }

  private onPolicy(method: string, guid: string | undefined, body: Members): Reply {
    const at = this.policies.findIndex(({ policyGuid }) => policyGuid === guid)
    const policy = this.policies[at]
    if (!policy) return NOT_FOUND
    if (method === 'DELETE') {
      if (policy.policyName === 'Unfiltered')
        return { status: 400, json: { errorMessage: 'The Unfiltered policy cannot be deleted.' } }
      this.policies.splice(at, 1)
    } else {
      const { name, description, isEnabled } = body
      Object.assign(policy, { policyName: name, description, isEnabled })
    }
    return OK()
  }

  private create({ name, description, isEnabled, settings, filters }: Members): Reply {
    if (this.policies.some(({ policyName }) => policyName === name))
      return { status: 400, json: { errorMessage: 'A policy of this name exists.' } }
    const made = this.add({
      policyName: String(name),
      description: String(description),
      isEnabled: isEnabled === true,
      settings: (settings as Setting[]).map((one) => ({ ...one, settingGuid: this.guid('s') })),
      filters: (filters as Filter[]).map((one) => ({ ...one, filterGuid: this.guid('f') })),
    })
    return OK({ policyGuid: made.policyGuid })
  }

  private rank(guids: string[]): Reply {
    const ordered = guids.flatMap((guid) => this.policies.find(({ policyGuid }) => policyGuid === guid) ?? [])
    if (ordered.length !== this.policies.length || new Set(guids).size !== guids.length)
      return { status: 400, json: { errorMessage: 'All policies of the policy set must be specified.' } }
    this.policies = ordered
    return OK()
  }

  private set() {
    return {
      ...{ policySetGuid: this.setGuid, policySetType: 'SitePolicies', name: null, description: null },
      ...{ policyCount: this.policies.length, scopes: [], isAssigned: true, lastError: null },
    }
  }

  private shown(query: URLSearchParams) {
    return this.policies.map(({ settings, filters, ...policy }, at) => ({
      ...policy,
      policySetGuid: this.setGuid,
      priority: at + 1,
      ...(query.get('withSettings') === 'true' && { settings: settings.map(readBack) }),
      ...(query.get('withFilters') === 'true' && { filters }),
    }))
  }

  /** Filters are left out of it: the highest enabled policy that sets a value wins. */
  private simulated() {
    const won = new Map<string, Members>()
    for (const { policyName, isEnabled, settings } of this.policies) {
      for (const { settingName, settingValue } of isEnabled ? settings.map(readBack) : [])
        if (!won.has(settingName)) won.set(settingName, { settingName, settingValue, policyName })
    }
    return [
      { isUserRsop: false, appliedSettings: [...won.values()] },
      { isUserRsop: true, appliedSettings: [] },
    ]
  }
}

/** Booleans come back as words. */
function readBack(setting: Setting): Setting {
  const word = { '1': 'True', '0': 'False' }[setting.settingValue]
  return word ? { ...setting, settingValue: word } : setting
}
