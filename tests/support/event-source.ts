import { type ClientRequest, request } from 'node:http'

type Listener = (event: { data: string; lastEventId: string; type: string }) => void
interface Options {
  headers?: Record<string, string>
}

/** As much of the browser's EventSource as tRPC's client uses, with headers: Node 20 has none. */
export class EventSourceOverHttp {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSED = 2
  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSED = 2
  readyState = 0
  private readonly listeners = new Map<string, Set<Listener>>()
  private readonly call: ClientRequest

  constructor(
    readonly url: string,
    options: Options = {},
  ) {
    this.call = request(url, { headers: options.headers })
    this.call.on('error', () => this.emit('error', ''))
    this.call.on('response', (response) => {
      this.readyState = 1
      this.emit('open', '')
      let rest = ''
      response.setEncoding('utf8')
      response.on('error', () => {})
      response.on('data', (chunk: string) => {
        const blocks = (rest + chunk).split('\n\n')
        rest = blocks.pop() ?? ''
        for (const block of blocks) this.read(block)
      })
    })
    this.call.end()
  }

  addEventListener(type: string, listener: Listener): void {
    const set = this.listeners.get(type) ?? new Set()
    this.listeners.set(type, set.add(listener))
  }

  removeEventListener(type: string, listener: Listener): void {
    this.listeners.get(type)?.delete(listener)
  }

  close(): void {
    this.readyState = 2
    this.call.destroy()
  }

  private read(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1]
    const data = field('data')
    if (data !== undefined) this.emit(field('event') ?? 'message', data)
  }

  private emit(type: string, data: string): void {
    for (const listener of this.listeners.get(type) ?? []) listener({ type, data, lastEventId: '' })
  }
}
