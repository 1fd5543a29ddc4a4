import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Capture, Collector, readCapture } from './collect'
import type { CaptureRow } from './model'
import { CaptureFile } from './read-capture'

const golden = new URL('../../tests/golden/captures/', import.meta.url)
const fuzz = new URL('fuzz/', golden)
const names = (folder: URL) =>
  readdirSync(fileURLToPath(folder)).filter((name) => /\.(?:txt|csv|jsonl|bin)$/.test(name))
const samples = names(golden).map((name) => readFileSync(new URL(name, golden)))

/** Lines as any reader counts them: what stands before each line feed, and what is left at the end. */
function countLines(capture: Capture, bytes: Uint8Array): number {
  const name = capture.encoding.startsWith('utf') ? capture.encoding : 'latin1'
  const text = new TextDecoder(name).decode(bytes)
  return text.split('\n').length - (text.endsWith('\n') || text === '' ? 1 : 0)
}

function expectWhole(bytes: Uint8Array): void {
  const capture = readCapture(bytes)
  if ('refused' in capture) {
    expect(capture.refused).not.toBe('')
    return
  }
  const { rows, skipped, processes, sessions } = capture
  expect(capture.lines).toBe(countLines(capture, bytes))
  const told = new Set([...rows, ...skipped, ...processes, ...sessions].map(({ line }) => line))
  expect([...told].sort((a, b) => a - b)).toEqual(Array.from({ length: capture.lines }, (_, at) => at + 1))
  const outside = skipped.map(({ line }) => line)
  expect(new Set(outside).size).toBe(outside.length)
  for (const row of rows) expectSane(row)
}

function expectSane({ local, remote, pid, listening, protocol }: CaptureRow): void {
  expect(['tcp', 'udp']).toContain(protocol)
  expect(typeof listening).toBe('boolean')
  expect(local.address).not.toBe('')
  for (const { port } of [local, remote]) {
    if (port !== undefined) expect(Number.isInteger(port) && port >= 0 && port <= 65_535).toBe(true)
  }
  if (pid !== undefined) expect(Number.isInteger(pid) && pid >= 0).toBe(true)
}

/** Cuts, doubles, flips and mixes pieces of real captures. */
const broken = fc
  .record({
    first: fc.nat(samples.length - 1),
    second: fc.nat(samples.length - 1),
    edits: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        kind: fc.nat(5),
        byte: fc.nat(255),
        size: fc.nat(60),
      }),
      { maxLength: 8 },
    ),
  })
  .map(({ first, second, edits }) => {
    let bytes = Buffer.from(samples[first] ?? [])
    const other = samples[second] ?? Buffer.alloc(0)
    for (const { at, kind, byte, size } of edits) {
      const where = Math.floor(at * bytes.length)
      const from = Math.floor(at * other.length)
      const before = bytes.subarray(0, where)
      if (kind === 0) bytes = Buffer.concat([before, bytes.subarray(where + size)])
      else if (kind === 1) bytes = Buffer.concat([before, Buffer.from([byte]), bytes.subarray(where)])
      else if (kind === 2)
        bytes = Buffer.concat([before, other.subarray(from, from + size * 4), bytes.subarray(where)])
      else if (kind === 3) bytes = Buffer.concat([before])
      else if (kind === 4) bytes = Buffer.concat([before, Buffer.from('"'), bytes.subarray(where)])
      else bytes = Buffer.concat([before, Buffer.from('\n'), bytes.subarray(where)])
    }
    return new Uint8Array(bytes)
  })

describe('whatever the bytes', () => {
  it('a broken capture is read without an error, and no line of it is lost', () => {
    fc.assert(fc.property(broken, expectWhole), { numRuns: 600, seed: 20_261_122 })
  })

  it('random bytes are read or refused, and no line is lost', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), expectWhole), { numRuns: 400, seed: 7 })
  })

  it('random text with the words of captures is read or refused, and no line is lost', () => {
    const word = fc.constantFrom(
      ...'TCP UDP tcp udp LISTEN LISTENING 127.0.0.1:80 [::]:0 *:* 0.0.0.0:* 4312 [x.exe] "a","b" , " \t = - : 0 \n \r\n {" users:(("x",pid=1,fd=2)) #TYPE LocalAddress LocalPort State ==== ----'.split(
        ' ',
      ),
    )
    const text = fc.array(fc.oneof(word, fc.string({ maxLength: 6 }), fc.constant('\n')), { maxLength: 120 })
    fc.assert(
      fc.property(text, fc.constantFrom(' ', ',', '\t', ''), (words, glue) =>
        expectWhole(new TextEncoder().encode(words.join(glue))),
      ),
      { numRuns: 600, seed: 11 },
    )
  })

  it.each(names(fuzz))('the kept case %s is read or refused, and no line is lost', (name) => {
    expectWhole(readFileSync(new URL(name, fuzz)))
  })
})

describe('chunks', () => {
  it('may end anywhere: in a character, between CR and LF, in a row', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(fc.nat(samples.length - 1), sizes, (which, pieces) => {
        const bytes = samples[which] ?? Buffer.alloc(0)
        const rows: CaptureRow[] = []
        const collector = new Collector({ row: (row) => rows.push(row) })
        const file = new CaptureFile(collector)
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = pieces[turn % pieces.length] ?? 1
          file.push(bytes.subarray(at, at + size))
          at += size
        }
        const outcome = file.end()
        const whole = readCapture(bytes)
        if ('refused' in whole || 'refused' in outcome) expect(outcome).toEqual(whole)
        else
          expect({ rows: rows.sort((a, b) => a.line - b.line), notes: collector.notes() }).toEqual({
            rows: whole.rows,
            notes: whole.notes,
          })
      }),
      { numRuns: 150, seed: 3 },
    )
  })

  it('of a file longer than its sample change nothing either', () => {
    const row = '  TCP    127.0.0.1:8194         0.0.0.0:0              ABHÖREN         4312\r\n'
    for (const encoding of ['utf8', 'utf16le'] as const) {
      const bytes = Buffer.from(`\ufeffAktive Verbindungen\r\n\r\n${row.repeat(12_000)}`, encoding)
      let rows = 0
      const file = new CaptureFile(
        new Collector({ row: ({ state }) => (rows += state === 'ABHÖREN' ? 1 : 0) }),
      )
      for (let at = 0; at < bytes.length; at += 40_961) file.push(bytes.subarray(at, at + 40_961))
      expect(file.end()).toMatchObject({ format: 'netstat-windows', lines: 12_002 })
      expect(rows).toBe(12_000)
    }
  })
})

describe('a line of any length', () => {
  it('is rejected by its number, in bounded memory and time, and the rows around it are read', () => {
    const row = Buffer.from('  TCP    127.0.0.1:8194         0.0.0.0:0              LISTENING       4312\r\n')
    const junk = Buffer.alloc(1024 * 1024, 'x')
    const collector = new Collector({ row: () => {} })
    const file = new CaptureFile(collector)
    file.push(row)
    for (let mebibyte = 0; mebibyte < 64; mebibyte++) file.push(junk)
    file.push(Buffer.from('\r\n'))
    file.push(row)
    expect(file.end()).toMatchObject({ format: 'netstat-windows', lines: 3 })
    expect(collector.rejected()).toEqual([{ line: 2, reason: 'the line is over 4096 characters long' }])
  })

  it('does not hang a pattern: every kind of bait is read in a moment', () => {
    const bait = readFileSync(new URL('regex-bait.bin', fuzz))
    const began = process.cpuUsage()
    readCapture(bait)
    const spent = process.cpuUsage(began)
    expect((spent.user + spent.system) / 1_000_000).toBeLessThan(5)
  })
})
