import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type Capture, readCapture } from '~/formats/captures/collect'
import { CAPTURE_FORMATS } from '~/formats/captures/model'

const folder = new URL('captures/', import.meta.url)
const files = readdirSync(fileURLToPath(folder)).filter((name) => /\.(?:txt|csv|jsonl)$/.test(name))
const bytes = (name: string) => readFileSync(new URL(name, folder))
const expected = (name: string): Capture => JSON.parse(bytes(`${name}.json`).toString('utf8'))

function linesOf(capture: Capture): number[] {
  const { rows, skipped, processes, sessions } = capture
  return [...new Set([...rows, ...skipped, ...processes, ...sessions].map(({ line }) => line))].sort((a, b) => a - b)
}

describe('captures of every format and language', () => {
  it.each(files)('%s is read as its expected rows', (name) => {
    expect(JSON.parse(JSON.stringify(readCapture(bytes(name))))).toEqual(expected(name))
  })

  it.each(files)('%s: every line is a row, skipped with a reason, or rejected', (name) => {
    const capture = readCapture(bytes(name))
    if ('refused' in capture) throw new Error(capture.refused)
    expect(linesOf(capture)).toEqual(Array.from({ length: capture.lines }, (_, at) => at + 1))
    expect(capture.skipped.every(({ reason }) => reason.length > 0)).toBe(true)
  })

  it('are at least sixty, with every format among them', () => {
    expect(files.length).toBeGreaterThanOrEqual(60)
    const seen = new Set(files.map((name) => expected(name).format))
    expect([...CAPTURE_FORMATS].filter((format) => !seen.has(format))).toEqual([])
  })

  it('give the same rows in every language and encoding of one listing', () => {
    const shape = (name: string) =>
      expected(name).rows.map(({ state, process, ...row }) => ({ ...row, state: state === '' ? '' : 'some' }))
    for (const name of files.filter((file) => /^netstat-ano-[a-z]{2}(?:-(?:cp|utf|crcrlf|lf).*)?\.txt$/.test(file))) {
      expect({ name, rows: shape(name) }).toEqual({ name, rows: shape('netstat-ano-en.txt') })
    }
  })
})
