/** Reads back the scripts of `writePowershell`, from the data between their marks. It runs nothing. */

import { assemble } from '~/formats/import/assemble'
import { decodeText, placeAt } from '~/formats/import/decode-text'
import { ImportLists } from '~/formats/import/import-lists'
import {
  type IdNames,
  type ImportFile,
  type ImportResult,
  type Place,
  readingOf,
  unreadable,
} from '~/formats/import/import-result'
import type { RawPolicy } from '~/formats/import/raw-policy'
import { accessControlJson, stateOf } from './citrix-words'
import { type PsValue, readPsLiteral } from './powershell-literal'
import { BEGIN_POLICIES } from './powershell-script'

type Table = { [name: string]: PsValue }

export function readPowershell(file: ImportFile, names?: IdNames): Promise<ImportResult> {
  return readingOf(() => {
    const { text } = decodeText(file.name, file.bytes)
    const opening = new RegExp(`^${BEGIN_POLICIES}\\r?\\n\\$Policies = `, 'm').exec(text)
    if (!opening) {
      const mend =
        'Export policies with Export-CtxGroupPolicy instead; only scripts that this program wrote can be read.'
      return unreadable(
        { file: file.name, line: 1, column: 1 },
        '',
        `the mark "${BEGIN_POLICIES}" is missing`,
        mend,
      )
    }
    const at = opening.index + opening[0].length
    const place = placeAt(file.name, text, at)
    const value = readPsLiteral(file.name, text, at)
    const policies = tables(value).map((table, index) => policyOf(table, index + 1, place))
    return assemble('powershell', policies, new ImportLists(), names)
  })
}

function policyOf(table: Table, priority: number, place: Place): RawPolicy {
  return {
    name: text(table.Name),
    description: text(table.Description),
    enabled: table.Enabled === true,
    priority,
    settings: tables(table.Settings).map((row) => ({
      id: text(row.Name),
      state: stateOf(text(row.State)) ?? 'set',
      value: Array.isArray(row.Values) ? row.Values.map(text) : undefined,
      place,
    })),
    filters: tables(table.Filters).map((row) => ({
      type: text(row.Type),
      mode: text(row.Mode),
      enabled: row.Enabled === true,
      value:
        row.Type === 'AccessControl'
          ? accessControlJson(
              text(row.ConnectionType),
              text(row.AccessCondition),
              text(row.AccessGatewayFarm),
            )
          : text(row.Value),
      place,
    })),
    place,
  }
}

const tables = (value: PsValue | undefined): Table[] =>
  Array.isArray(value)
    ? value.filter((item): item is Table => typeof item === 'object' && !Array.isArray(item))
    : []

const text = (value: PsValue | undefined) => (typeof value === 'string' ? value : '')
