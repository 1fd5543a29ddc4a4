import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Capture, REJECTED, readCapture } from './collect'

const golden = new URL('../../tests/golden/captures/', import.meta.url)
const LISTINGS = [
  'agent.jsonl',
  'netstat-ano-en.txt',
  'netstat-anob-es.txt',
  'netstat-tunap.txt',
  'ps-tcp-list.txt',
  'ps-tcp-select-type.csv',
  'ps-tcp-table.txt',
  'query-process.txt',
  'qwinsta-en.txt',
  'ss-tunap.txt',
  'tasklist-en.txt',
  'tasklist-es.csv',
  'tcpvcon-c-old.csv',
  'tcpvcon-plain-old.txt',
  'tcpview-v3.txt',
  'tcpview-v4.csv',
]

function read(text: string): Capture {
  const capture = readCapture(Buffer.from(text))
  if ('refused' in capture) throw new Error(capture.refused)
  return capture
}

const textOf = (name: string) => readFileSync(new URL(name, golden), 'utf8').replace(/\n?$/, '\n')
const found = ({ rows, processes, sessions }: Capture) => [...rows, ...processes, ...sessions]

describe('two listings in one file', () => {
  const pairs = LISTINGS.flatMap((one) =>
    LISTINGS.filter((other) => read(textOf(other)).format !== read(textOf(one)).format).map((other) => [
      one,
      other,
    ]),
  )

  it.each(pairs)('%s and then %s: one is read, no line of the other is taken for a heading', (one, other) => {
    const first = read(textOf(one ?? ''))
    const second = read(textOf(other ?? ''))
    const both = read(textOf(one ?? '') + textOf(other ?? ''))
    expect([first.format, second.format]).toContain(both.format)
    const [kept, lost, before] =
      both.format === first.format ? [first, second, first.lines] : [second, first, 0]
    expect(found(both)).toHaveLength(found(kept).length)
    const rejected = both.skipped.filter(({ reason }) => reason.startsWith(REJECTED)).map(({ line }) => line)
    expect(rejected).toEqual(expect.arrayContaining(found(lost).map(({ line }) => line + before)))
    expect(both.notes.join(' ')).toContain(`some lines have the shape of ${lost.format}`)
  })
})

it('a byte order mark alone is an empty file', () => {
  expect(readCapture(new Uint8Array([0xff, 0xfe]))).toEqual({ refused: 'it is empty' })
})
