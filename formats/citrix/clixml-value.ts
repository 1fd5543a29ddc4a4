/** PowerShell's CLIXML (MS-PSRP 2.2.5): objects, lists, dictionaries and primitives, as plain values with places. */

import { type Place, unreadable } from '~/formats/import/import-result'
import type { XmlNode } from './xml-tree'

export type CliValue = null | string | number | boolean | CliValue[] | CliObject

export class CliObject {
  constructor(
    readonly members: Map<string, CliValue>,
    readonly place: Place,
    /** What `ToString()` said, which is how enums travel. */
    readonly text: string | null,
  ) {}

  has(name: string): boolean {
    return this.members.has(name)
  }

  get(name: string): CliValue | undefined {
    return this.members.get(name)
  }
}

/** The top-level values of a `<Objs>` document. */
export function readClixml(root: XmlNode): CliValue[] {
  if (root.name !== 'Objs') {
    const mend = 'Choose the files that Export-CtxGroupPolicy wrote.'
    return unreadable(root.place, `<${root.name}>`, 'the outermost element of CLIXML is <Objs>', mend)
  }
  const known = new Map<string, CliValue>()
  return root.children.map((node) => readValue(node, known))
}

const NUMBERS = new Set(['By', 'SB', 'I16', 'U16', 'I32', 'U32', 'I64', 'U64', 'Sg', 'Db', 'D'])
const LISTS = new Set(['LST', 'IE', 'QUE', 'STK'])

function readValue(node: XmlNode, known: Map<string, CliValue>): CliValue {
  if (node.name === 'Nil') return null
  if (node.name === 'B') return node.text.trim().toLowerCase() === 'true'
  if (NUMBERS.has(node.name)) return Number(node.text)
  if (node.name === 'Ref') return known.get(node.attributes.RefId ?? '') ?? null
  if (node.name === 'Obj') return readObject(node, known)
  if (LISTS.has(node.name)) return node.children.map((item) => readValue(item, known))
  return unescaped(node.text)
}

function readObject(node: XmlNode, known: Map<string, CliValue>): CliValue {
  const members = new Map<string, CliValue>()
  const object = new CliObject(members, node.place, textOf(node))
  const id = node.attributes.RefId
  if (id !== undefined) known.set(id, object)
  for (const part of node.children) {
    if (part.name === 'MS' || part.name === 'Props') {
      for (const member of part.children)
        members.set(unescaped(member.attributes.N ?? ''), readValue(member, known))
    } else if (LISTS.has(part.name)) {
      const list = part.children.map((item) => readValue(item, known))
      if (id !== undefined) known.set(id, list)
      return list
    } else if (part.name === 'DCT') readDictionary(part, members, known)
    else if (part.name !== 'TN' && part.name !== 'TNRef' && part.name !== 'ToString') {
      // A primitive with members of its own, or an enum: its value counts.
      return members.size === 0 ? readValue(part, known) : object
    }
  }
  return object
}

function readDictionary(node: XmlNode, members: Map<string, CliValue>, known: Map<string, CliValue>) {
  for (const entry of node.children.filter(({ name }) => name === 'En')) {
    const key = entry.children.find(({ attributes }) => attributes.N === 'Key')
    const value = entry.children.find(({ attributes }) => attributes.N === 'Value')
    if (key && value) members.set(String(readValue(key, known)), readValue(value, known))
  }
}

function textOf(node: XmlNode): string | null {
  const found = node.children.find(({ name }) => name === 'ToString')
  return found ? unescaped(found.text) : null
}

/** `_x000A_` stands for a character that XML cannot hold, `_x005F_` for an underscore that would look like one. */
function unescaped(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}

/** A value as text, whatever type the export gave it. */
export function cliText(value: CliValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (value instanceof CliObject) return value.text ?? ''
  return Array.isArray(value) ? value.map(cliText).join('\n') : String(value)
}
