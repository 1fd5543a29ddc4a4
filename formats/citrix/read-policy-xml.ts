/** The XML that Citrix's `Export-Policy` writes: `<Policies xmlns="PolicyData.xsd">` with a User and a Computer half. */

import { isSettingId } from '~/domain/settings'
import { assemble } from '~/formats/import/assemble'
import { decodeText } from '~/formats/import/decode-text'
import { ImportLists } from '~/formats/import/import-lists'
import {
  type IdNames,
  type ImportFile,
  type ImportResult,
  type Place,
  readingOf,
  unreadable,
} from '~/formats/import/import-result'
import type { RawFilter, RawSetting } from '~/formats/import/raw-policy'
import { LEGACY_SETTING_IDS } from '~/formats/import/read-setting'
import { accessControlJson, filterDataValue, type HalfPolicy, isTrue, stateOf } from './citrix-words'
import { joinHalves } from './join-halves'
import { child, childText, childWord, readXml, type XmlNode } from './xml-tree'

const MEND =
  'Write the file with Export-Policy of the Citrix policy migration scripts, and choose it unchanged.'

export function readPolicyXml(file: ImportFile, names?: IdNames): Promise<ImportResult> {
  return readingOf(() => {
    const root = readXml(file.name, decodeText(file.name, file.bytes).text)
    if (root.name !== 'Policies') {
      return unreadable(
        root.place,
        `<${root.name}>`,
        'the outermost element of a policy export is <Policies>',
        MEND,
      )
    }
    const lists = new ImportLists()
    noteAttributes(root, lists)
    const halves = root.children.flatMap((half) => readHalf(half, lists))
    const isOurs = (id: string) => isSettingId(id) || LEGACY_SETTING_IDS.some((legacy) => legacy === id)
    return assemble('citrix-xml', joinHalves(halves, isOurs, lists), lists, names)
  })
}

function noteAttributes(root: XmlNode, lists: ImportLists) {
  for (const [name, value] of Object.entries(root.attributes)) {
    if (!/^xmlns(?::|$)/.test(name) && !name.endsWith(':schemaLocation')) {
      lists.leave('attribute', name, 'a policy export has no such attribute', root.place, { value })
    }
  }
  if (root.attributes.xmlns !== 'PolicyData.xsd') {
    const message = 'The file does not name the schema PolicyData.xsd; it was read as if it did.'
    lists.note('shape-unverified', message, root.place)
  }
}

function readHalf(half: XmlNode, lists: ImportLists): HalfPolicy[] {
  if (half.name !== 'Computer' && half.name !== 'User') {
    leaveElement(half, 'a policy export has the halves Computer and User', lists)
    return []
  }
  const side = half.name
  return half.children.flatMap((node) => {
    if (node.name === 'Policy') return [readPolicy(node, side, lists)]
    leaveElement(node, 'a half holds policies', lists)
    return []
  })
}

const POLICY_PARTS = new Set(['PolicyName', 'Description', 'Enabled', 'Priority', 'Settings', 'Filters'])

function readPolicy(node: XmlNode, half: HalfPolicy['half'], lists: ImportLists): HalfPolicy {
  const name = childText(node, 'PolicyName')
  if (name.trim() === '') missing(node.place, 'PolicyName')
  for (const part of node.children) {
    if (!POLICY_PARTS.has(part.name)) leaveElement(part, 'a policy has no such part', lists, name)
  }
  const priority = childWord(node, 'Priority')
  return {
    half,
    name,
    description: childText(node, 'Description'),
    enabled: isTrue(childWord(node, 'Enabled')),
    priority: /^\d{1,9}$/.test(priority) ? Number(priority) : null,
    settings: parts(node, 'Settings', 'Setting', name, lists).flatMap((part) =>
      readSettingNode(part, name, lists),
    ),
    filters: parts(node, 'Filters', 'Filter', name, lists).map((part) => readFilterNode(part, name, lists)),
    place: node.place,
  }
}

function parts(node: XmlNode, list: string, item: string, policy: string, lists: ImportLists): XmlNode[] {
  const all = child(node, list)?.children ?? []
  for (const part of all.filter((found) => found.name !== item)) {
    leaveElement(part, `<${list}> holds <${item}>`, lists, policy)
  }
  return all.filter((found) => found.name === item)
}

const SETTING_PARTS = new Set(['Name', 'Path', 'State', 'Value', 'Values'])

function readSettingNode(node: XmlNode, policy: string, lists: ImportLists): RawSetting[] {
  const id = childWord(node, 'Name')
  if (id === '') missing(node.place, 'Name')
  const word = childWord(node, 'State')
  const state = stateOf(word)
  if (state === null) return []
  if (state === undefined) {
    lists.leave('setting', id, `its state "${word}" is not known`, node.place, { policy })
    return []
  }
  for (const part of node.children) {
    if (!SETTING_PARTS.has(part.name)) leaveElement(part, `${id} has no such part here`, lists, policy)
  }
  const values = child(node, 'Values')
  const value = values
    ? values.children.filter((part) => part.name === 'Value').map((part) => part.text)
    : child(node, 'Value')?.text
  return [{ id, state, value, place: node.place }]
}

const FILTER_PARTS = new Set(
  (
    'Name Mode Enabled FilterType FilterValue Synopsis Comment Path ConnectionType AccessGatewayFarm ' +
    'AccessCondition DN'
  ).split(' '),
)

function readFilterNode(node: XmlNode, policy: string, lists: ImportLists): RawFilter {
  for (const part of node.children) {
    if (!FILTER_PARTS.has(part.name)) leaveElement(part, 'a filter has no such part', lists, policy)
  }
  const comment = childText(node, 'Comment')
  if (comment !== '') {
    lists.leave('attribute', 'Comment', 'filters have no comment here', node.place, {
      policy,
      value: comment,
    })
  }
  const type = childWord(node, 'FilterType')
  return {
    type,
    mode: childWord(node, 'Mode'),
    enabled: isTrue(childWord(node, 'Enabled')),
    value: filterValue(node, type),
    place: node.place,
  }
}

function filterValue(node: XmlNode, type: string): string {
  if (type === 'AccessControl') {
    const connection = childWord(node, 'ConnectionType')
    if (connection === '') return childText(node, 'FilterValue')
    return accessControlJson(
      connection,
      childText(node, 'AccessCondition'),
      childText(node, 'AccessGatewayFarm'),
    )
  }
  const dn = childText(node, 'DN')
  return type === 'OU' && dn !== '' ? dn : filterDataValue(type, childText(node, 'FilterValue'))
}

function leaveElement(node: XmlNode, reason: string, lists: ImportLists, policy?: string) {
  const value =
    node.text.trim() || (node.children.length > 0 ? `${node.children.length} elements` : undefined)
  lists.leave('attribute', `<${node.name}>`, reason, node.place, { policy, value })
}

function missing(place: Place, name: string): never {
  return unreadable(place, null, `<${name}> is missing`, MEND)
}
