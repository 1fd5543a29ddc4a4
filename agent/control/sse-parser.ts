/** Server-sent events (WHATWG HTML 9.2) out of text that arrives in any pieces. */

export interface ServerSentEvent {
  /** `message` where the stream names none. */
  event: string
  data: string
  id?: string
}

/** A nudge has 60 bytes; whoever sends a longer line is no control plane of ours. */
export const MAX_EVENT_CHARACTERS = 64 * 1024

export class SseParser {
  private rest = ''
  private event = ''
  private data: string[] = []
  private id: string | undefined
  private characters = 0

  /**
   * The events that `text` completes.
   * @throws RangeError when a line or an event grows past `MAX_EVENT_CHARACTERS`.
   */
  push(text: string): ServerSentEvent[] {
    const complete: ServerSentEvent[] = []
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/)
    this.rest = lines.pop() ?? ''
    for (const line of lines) {
      const event = this.line(line)
      if (event) complete.push(event)
    }
    if (this.rest.length + this.characters > MAX_EVENT_CHARACTERS) {
      throw new RangeError(`an event of more than ${MAX_EVENT_CHARACTERS} characters`)
    }
    return complete
  }

  private line(line: string): ServerSentEvent | null {
    if (line === '') return this.dispatch()
    const colon = line.indexOf(':')
    if (colon === 0) return null
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '')
    this.characters += line.length
    if (field === 'event') this.event = value
    else if (field === 'data') this.data.push(value)
    else if (field === 'id' && !value.includes('\0')) this.id = value
    return null
  }

  private dispatch(): ServerSentEvent | null {
    const { event, data, id } = this
    this.event = ''
    this.data = []
    this.characters = 0
    if (data.length === 0) return null
    return { event: event || 'message', data: data.join('\n'), ...(id === undefined ? {} : { id }) }
  }
}
