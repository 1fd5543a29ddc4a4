/** Which format a file has, by its first words; its name decides only where the words cannot. */

import type { ImportFile, ImportFormat } from './import-result'

/** Enough of a file to know it by. */
const HEAD_BYTES = 64 * 1024

/** Null where nothing fits: the person must say. */
export function sniffFormat({ name, bytes }: ImportFile): ImportFormat | null {
  const head = headText(bytes)
  const start = head.trimStart()
  if (start.startsWith('<')) return xmlFormat(start)
  if (/^(?:Windows Registry Editor|REGEDIT4)/.test(start)) return 'reg'
  if (/^# BEGIN POLICIES\r?$/m.test(start)) return 'powershell'
  if (/^[{[]/.test(start)) return jsonFormat(start)
  if (isByteList(start)) return 'broker-policy'
  return textFormat(name.toLowerCase(), start)
}

function headText(bytes: Uint8Array): string {
  const head = bytes.subarray(0, HEAD_BYTES)
  const [first, second, third, fourth] = head
  const little = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0 && fourth === 0)
  const big = (first === 0xfe && second === 0xff) || (first === 0 && third === 0)
  return new TextDecoder(little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8').decode(head)
}

function xmlFormat(start: string): ImportFormat | null {
  const root = /<(?![?!])(?:[\w.-]+:)?([\w.-]+)/.exec(start)?.[1]
  if (root === 'Policies') return 'citrix-xml'
  return root === 'Objs' ? 'clixml' : null
}

function jsonFormat(start: string): ImportFormat {
  if (/"(?:terraform_version|lineage|format_version)"\s*:/.test(start)) return 'terraform-state'
  if (
    /"(?:settingName|filterType|isEnabled|policyName|policyGuid|policySetGuid|policySetType)"\s*:/i.test(
      start,
    )
  )
    return 'rest'
  return 'yaml'
}

/** `Export-BrokerDesktopPolicy` gives bytes, which scripts save as numbers, one on each line. */
function isByteList(start: string): boolean {
  const lines = start.split(/\r?\n/, 40).filter((line) => line.trim() !== '')
  return (
    lines.length >= 8 &&
    lines.slice(0, -1).every((line) => /^\d{1,3}$/.test(line.trim()) && Number(line) < 256)
  )
}

function textFormat(name: string, start: string): ImportFormat | null {
  if (
    name.endsWith('.tf') ||
    /^\s*(?:resource|data|terraform|provider|locals|variable|module)\s*(?:"|\{)/m.test(start)
  ) {
    return 'terraform'
  }
  if (/\.ya?ml$/.test(name) || /^policies:/m.test(start)) return 'yaml'
  if (name.endsWith('.csv') || name.endsWith('.tsv')) return 'csv'
  if (name.endsWith('.xml') || name.endsWith('.json') || name.endsWith('.reg') || name.endsWith('.tfstate'))
    return null
  if (/^[^\n]*\w\.exe"?[,;\t]|^[^\n]*[,;\t]"?[^\n]*\.exe/i.test(start)) return 'csv'
  return name.endsWith('.txt') || /\.exe\s*$/im.test(start) ? 'list' : null
}
