/** Expressions in HCL as the parser hands them over: text in which `${...}` is still to be worked out. */

import { TfReference, TfUnresolved, type TfValue } from './tf-value'

/** Parses one HCL expression to the parser's JSON; null where it is none. */
export type ParseExpression = (expression: string) => Promise<unknown>

export interface Scope {
  parse: ParseExpression
  locals: ReadonlyMap<string, unknown>
}

const MAX_DEPTH = 20
const REFERENCE = /^((?:data\.)?[A-Za-z_][\w-]*\.[A-Za-z_][\w-]*(?:\[[^\]]*\])?)\.([A-Za-z_]\w*)$/
const LOCAL = /^local\.([A-Za-z_][\w-]*)$/
const CALL = /^(jsonencode|tolist|toset|tostring|tobool)\(([\s\S]*)\)$/

/** What the parser's JSON stands for. Strings are templates; whatever they refer to outside the file stays unresolved. */
export async function evaluate(raw: unknown, scope: Scope, depth = 0): Promise<TfValue> {
  if (depth > MAX_DEPTH) return new TfUnresolved('an expression that refers to itself')
  if (typeof raw === 'string') return template(raw, scope, depth)
  if (Array.isArray(raw)) return Promise.all(raw.map((item) => evaluate(item, scope, depth + 1)))
  if (typeof raw === 'object' && raw !== null) {
    const members = Object.entries(raw).map(async ([name, member]) => [
      name,
      await evaluate(member, scope, depth + 1),
    ])
    return Object.fromEntries(await Promise.all(members))
  }
  return raw as TfValue
}

async function template(text: string, scope: Scope, depth: number): Promise<TfValue> {
  if (!/[$%]\{/.test(text)) return text
  const literal = literalText(text)
  if (literal !== null) return literal
  const whole = wholeExpression(text)
  return whole === null ? new TfUnresolved(text) : expression(whole, scope, depth)
}

/** The text of a template without any `${...}` or `%{...}`; `$${` is the way to write `${` itself. */
function literalText(text: string): string | null {
  if (/(?<!\$)\$\{|(?<!%)%\{/.test(text)) return null
  return text.replace(/([$%])\1\{/g, '$1{')
}

/** The inside of `${...}` when nothing else stands beside it. */
function wholeExpression(text: string): string | null {
  if (!text.startsWith('${') || !text.endsWith('}')) return null
  return text.slice(2, -1).trim()
}

async function expression(text: string, scope: Scope, depth: number): Promise<TfValue> {
  const local = LOCAL.exec(text)?.[1]
  if (local !== undefined) {
    return scope.locals.has(local)
      ? evaluate(scope.locals.get(local), scope, depth + 1)
      : new TfUnresolved(text)
  }
  const call = CALL.exec(text)
  if (call?.[1] && call[2] !== undefined) return called(call[1], call[2], text, scope, depth)
  const reference = REFERENCE.exec(text)
  if (reference?.[1] && reference[2] && !/^(?:var|local|module|each|count|path|self)\./.test(text)) {
    return new TfReference(reference[1], reference[2])
  }
  return new TfUnresolved(text)
}

async function called(
  name: string,
  argument: string,
  text: string,
  scope: Scope,
  depth: number,
): Promise<TfValue> {
  const parsed = await scope.parse(argument)
  if (parsed === null) return new TfUnresolved(text)
  const value = await evaluate(parsed, scope, depth + 1)
  if (!isKnown(value)) return new TfUnresolved(text)
  return name === 'jsonencode' ? JSON.stringify(value) : value
}

function isKnown(value: TfValue): boolean {
  if (value instanceof TfReference || value instanceof TfUnresolved) return false
  if (typeof value !== 'object' || value === null) return true
  return (Array.isArray(value) ? value : Object.values(value)).every(isKnown)
}
