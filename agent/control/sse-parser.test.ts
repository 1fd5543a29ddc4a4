import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_EVENT_CHARACTERS, SseParser } from './sse-parser'

const STREAM =
  'event: connected\ndata: {}\n\n\n: a comment\n\ndata: {"revision":4,"slotWindowMs":0}\nid: 4\n\n\nevent: ping\ndata: \n\n\nevent: return\ndata: \n\n'

const EXPECTED = [
  { event: 'connected', data: '{}' },
  { event: 'message', data: '{"revision":4,"slotWindowMs":0}', id: '4' },
  { event: 'ping', data: '', id: '4' },
  { event: 'return', data: '', id: '4' },
]

describe('SseParser', () => {
  it('reads the events of a tRPC stream', () => {
    expect(new SseParser().push(STREAM)).toEqual(EXPECTED)
  })

  it('reads the same events however the stream is cut into pieces and whatever its line ends', () => {
    const cuts = fc.array(fc.nat(STREAM.length * 2), { maxLength: 30 })
    fc.assert(
      fc.property(cuts, fc.constantFrom('\n', '\r\n', '\r'), (places, lineEnd) => {
        const text = STREAM.replaceAll('\n', lineEnd)
        const parser = new SseParser()
        const edges = [0, ...places.filter((place) => place < text.length).sort((a, b) => a - b), text.length]
        const events = edges.slice(1).flatMap((edge, index) => parser.push(text.slice(edges[index], edge)))
        // A lone carriage return at the very end may be the first half of a pair: only the next piece tells.
        expect([...events, ...parser.push(lineEnd === '\r' ? '\n' : '')]).toEqual(EXPECTED)
      }),
    )
  })

  it('joins the lines of one datum and ignores fields it does not know', () => {
    expect(new SseParser().push('retry: 10\ndata: a\ndata:b\n\n')).toEqual([
      { event: 'message', data: 'a\nb' },
    ])
  })

  it('gives nothing for an event that has not ended', () => {
    expect(new SseParser().push('data: {"revision":1}\n')).toEqual([])
  })

  it('refuses a line that never ends', () => {
    const parser = new SseParser()
    expect(() => parser.push(`data: ${'x'.repeat(MAX_EVENT_CHARACTERS)}`)).toThrow(RangeError)
  })
})
