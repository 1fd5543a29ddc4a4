/** Terraform configuration (HCL): its blocks with their places. The parser is terraform's own, as WebAssembly. */

import { type LinePlace, placeAt, placesIn } from '~/formats/import/decode-text'
import { type Place, unreadable } from '~/formats/import/import-result'
import { evaluate, type Scope } from './hcl-expression'
import { isTfObject, type TfValue } from './tf-value'

export interface TfResource {
  mode: 'managed' | 'data'
  type: string
  /** `citrix_policy.cti`, `data.citrix_tag.cti`. */
  address: string
  attributes: { [name: string]: TfValue }
  place: Place
}

export interface TfFile {
  resources: TfResource[]
  /** Blocks of other kinds, such as `module`. */
  others: { name: string; place: Place }[]
}

/** The parser takes all of a file at once, and several times its size in memory. */
export const MAX_HCL_BYTES = 10 * 1024 * 1024
/** Deeper than any configuration; the parser's own stack ends soon after. */
const MAX_HCL_DEPTH = 100

/** @throws Unreadable with the place of the first fault. */
export async function readHcl(file: string, text: string): Promise<TfFile> {
  refuseDepth(file, text)
  const { parse } = await import('@cdktf/hcl2json')
  const raw = await parse(file, text).catch((error: unknown) => refuse(file, text, error))
  const parseExpression = async (expression: string): Promise<unknown> => {
    try {
      return (await parse('expression.tf', `value = ${expression}\n`)).value ?? null
    } catch {
      return null
    }
  }
  return blocksOf(file, text, raw, parseExpression)
}

function refuse(file: string, text: string, error: unknown): never {
  const message = error instanceof Error ? error.message : String(error)
  const at = /:(\d+),(\d+)-/.exec(message)
  const place = at ? { file, line: Number(at[1]), column: Number(at[2]) } : placeAt(file, text, text.length)
  const rule = message
    .replace(/^[\s\S]*?\d+,\d+-(?:\d+,)?\d+:\s*/, '')
    .replace(/\]?\s*$/, '')
    .replace(/\.$/, '')
  const line = text.split('\n', (place.line ?? 1) + 1)[(place.line ?? 1) - 1] ?? ''
  return unreadable(place, line.trim(), rule, 'Mend the file; `terraform validate` shows the same fault.')
}

// Brackets in comments and strings are counted too: nobody writes a hundred of them without closing any.
function refuseDepth(file: string, text: string) {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const symbol = text[at]
    if (symbol === '{' || symbol === '[' || symbol === '(') depth++
    else if ((symbol === '}' || symbol === ']' || symbol === ')') && depth > 0) depth--
    if (depth > MAX_HCL_DEPTH) {
      const rule = `values lie more than ${MAX_HCL_DEPTH} deep`
      unreadable(placeAt(file, text, at), symbol, rule, 'No configuration of policies looks like this.')
    }
  }
}

type Blocks = Record<string, Record<string, unknown>>

async function blocksOf(
  file: string,
  text: string,
  raw: Record<string, unknown>,
  parse: Scope['parse'],
): Promise<TfFile> {
  const scope: Scope = { parse, locals: localsOf(raw.locals) }
  const headers = headersOf(file, text)
  const found: Promise<TfResource>[] = []
  for (const mode of ['managed', 'data'] as const) {
    const keyword = mode === 'managed' ? 'resource' : 'data'
    for (const [type, labels] of Object.entries((raw[keyword] ?? {}) as Blocks)) {
      for (const [label, bodies] of Object.entries(labels)) {
        for (const body of [bodies].flat()) {
          found.push(resourceOf(mode, type, label, body, scope, headers(keyword, type, label)))
        }
      }
    }
  }
  const resources = await Promise.all(found)
  resources.sort((one, other) => (one.place.line ?? 0) - (other.place.line ?? 0))
  const known = new Set(['resource', 'data', 'locals', 'terraform', 'provider', 'variable', 'output'])
  const others = Object.keys(raw).filter((name) => !known.has(name))
  return { resources, others: others.map((name) => ({ name, place: { file } })) }
}

async function resourceOf(
  mode: TfResource['mode'],
  type: string,
  label: string,
  body: unknown,
  scope: Scope,
  place: Place,
): Promise<TfResource> {
  const attributes = await evaluate(body, scope)
  return {
    mode,
    type,
    address: `${mode === 'data' ? 'data.' : ''}${type}.${label}`,
    attributes: isTfObject(attributes) ? attributes : {},
    place,
  }
}

function localsOf(raw: unknown): Map<string, unknown> {
  const blocks = [raw ?? []].flat().filter((block) => typeof block === 'object' && block !== null)
  return new Map(blocks.flatMap((block) => Object.entries(block)))
}

// The parser does not tell places: the first line of a block names it in full.
function headersOf(file: string, text: string) {
  const places = new Map<string, LinePlace[]>()
  const place = placesIn(file, text)
  for (const match of text.matchAll(/^[ \t]*(resource|data)\s+"?([\w-]+)"?\s+"?([\w-]+)"?\s*\{/gm)) {
    const key = `${match[1]} ${match[2]} ${match[3]}`
    const at = match.index + match[0].search(/\S/)
    places.set(key, [...(places.get(key) ?? []), place(at)])
  }
  return (keyword: string, type: string, label: string): Place =>
    places.get(`${keyword} ${type} ${label}`)?.shift() ?? { file }
}
