/** XML as a tree with the place of every element. Strict; nothing outside the file is ever read. */

import { SaxesParser } from 'saxes'
import { placesIn } from '~/formats/import/decode-text'
import { type Place, unreadable } from '~/formats/import/import-result'

export interface XmlNode {
  /** Without prefix: the exports use one namespace. */
  name: string
  attributes: Record<string, string>
  children: XmlNode[]
  /** The text directly inside, untrimmed. */
  text: string
  place: Place
}

/** Deeper than any export; a guard against files made to exhaust the reader. */
export const MAX_XML_DEPTH = 100
const MAX_XML_NODES = 2_000_000

/** @throws Unreadable for malformed or truncated XML, any DOCTYPE (hence any entity of its own), or absurd depth. */
export function readXml(file: string, text: string): XmlNode {
  const parser = new SaxesParser<{ xmlns: false; position: true }>({ xmlns: false, position: true })
  const plain = text.startsWith('\ufeff') ? text.slice(1) : text
  const placeOf = placesIn(file, plain)
  const here = (): Place => ({ file, line: parser.line, column: parser.column + 1 })
  // The parser tells of a tag when it has read its name; where it began is what helps.
  const start = (mark: string): Place => placeOf(plain.lastIndexOf(mark, parser.position - 1))
  const stack: XmlNode[] = []
  let opened: Place = { file, line: 1, column: 1 }
  let root: XmlNode | null = null
  let count = 0
  parser.on('error', (error) =>
    unreadable(
      here(),
      lastWords(plain, parser.position),
      plainMessage(error),
      'Export it again: the file is damaged or cut off.',
    ),
  )
  parser.on('doctype', () =>
    unreadable(
      start('<!DOCTYPE'),
      '<!DOCTYPE',
      'a document type is not allowed',
      'Remove it; policy exports have none.',
    ),
  )
  parser.on('opentagstart', () => {
    opened = start('<')
  })
  parser.on('opentag', (tag) => {
    if (stack.length >= MAX_XML_DEPTH) tooMuch(opened, `elements lie more than ${MAX_XML_DEPTH} deep`)
    if (++count > MAX_XML_NODES) tooMuch(here(), `it has more than ${MAX_XML_NODES} elements`)
    const node: XmlNode = {
      name: localName(tag.name),
      attributes: tag.attributes,
      children: [],
      text: '',
      place: opened,
    }
    stack.at(-1)?.children.push(node)
    root ??= node
    stack.push(node)
  })
  parser.on('closetag', () => void stack.pop())
  const addText = (chunk: string) => {
    const top = stack.at(-1)
    if (top) top.text += chunk
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.write(plain).close()
  return root ?? unreadable(here(), '', 'it holds no element', 'Choose the exported file.')
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1)

const plainMessage = (error: Error) => error.message.replace(/^[^:]*?\d+:\d+:\s*/, '').replace(/\.$/, '')

const lastWords = (text: string, position: number) => text.slice(Math.max(0, position - 20), position)

function tooMuch(place: Place, rule: string): never {
  return unreadable(place, null, rule, 'No policy export looks like this; choose the exported file.')
}

/** The first child of a name. */
export function child(node: XmlNode, name: string): XmlNode | undefined {
  return node.children.find((found) => found.name === name)
}

/** The text of a child exactly as it stood; empty where there is none. */
export function childText(node: XmlNode, name: string): string {
  return child(node, name)?.text ?? ''
}

/** The text of a child that is one word or a number. */
export function childWord(node: XmlNode, name: string): string {
  return childText(node, name).trim()
}
