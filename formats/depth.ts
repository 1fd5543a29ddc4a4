/**
 * Where a text nests deeper than any file of ours, before a parser that calls itself meets it: at some hundreds of levels
 * the engine's stack ends, and the process may end with it.
 */

import { CST, Lexer } from 'yaml'

export const MAX_DEPTH = 100

/** The place in a text that is JSON, as words, or null. */
export function deepJson(json: string): string | null {
  let depth = 0
  for (let at = 0; at < json.length; at += 1) {
    const mark = json[at]
    if (mark === '"') at = stringEnd(json, at)
    else if (mark === ']' || mark === '}') depth -= 1
    else if ((mark === '[' || mark === '{') && ++depth > MAX_DEPTH) return placeOf(json, at)
  }
  return null
}

/** By hand: a pattern over a text this long would exhaust the engine. */
function stringEnd(json: string, start: number): number {
  let at = start + 1
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at
}

/** Signs of the lexer's own, which stand for no text. */
const SCALAR_FOLLOWS = '\x1f'
const CONTROL = ['\x02', '\x18', SCALAR_FOLLOWS]

/** The place in a text that may be YAML, as words, or null. A level of a block begins further right than the one around it. */
export function deepYaml(text: string): string | null {
  const columns: number[] = []
  let flow = 0
  let at = 0
  let lineStart = 0
  let isFirst = true
  let isScalar = false
  for (const piece of new Lexer().lex(text)) {
    if (CONTROL.includes(piece)) {
      isScalar = piece === SCALAR_FOLLOWS
      continue
    }
    const type = isScalar ? 'scalar' : CST.tokenType(piece)
    isScalar = false
    if (type === 'flow-seq-start' || type === 'flow-map-start') flow += 1
    else if (type === 'flow-seq-end' || type === 'flow-map-end') flow -= 1
    const opensLevel = isFirst || type === 'seq-item-ind' || type === 'explicit-key-ind'
    if (flow === 0 && opensLevel && !BLANK.has(type)) level(columns, at - lineStart)
    if (columns.length + flow > MAX_DEPTH) return placeOf(text, at)
    const lastBreak = piece.lastIndexOf('\n')
    if (lastBreak >= 0) lineStart = at + lastBreak + 1
    isFirst = lastBreak >= 0 || (isFirst && type === 'space')
    at += piece.length
  }
  return null
}

const BLANK = new Set<string | null>(['space', 'newline', 'comment'])

function level(columns: number[], column: number): void {
  while ((columns.at(-1) ?? -1) > column) columns.pop()
  if ((columns.at(-1) ?? -1) < column) columns.push(column)
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  return `at line ${line}, column ${at - before.lastIndexOf('\n')}`
}
