/** Terraform state: the file of format 4, and what `terraform show -json` prints. */

import { type Place, unreadable } from '~/formats/import/import-result'
import { parseJson } from '~/formats/import/json-place'
import type { TfFile, TfResource } from './hcl'
import type { TfValue } from './tf-value'

type Members = Record<string, unknown>
type PlaceOf = (container: unknown) => Place

const MEND = 'Give terraform.tfstate, the output of `terraform show -json`, or the .tf files.'

/** @throws Unreadable for JSON that is neither. */
export function readState(file: string, text: string): TfFile {
  const { value, placeOf } = parseJson(file, text)
  if (!isMembers(value)) return unreadable(placeOf(value), value, 'it is no terraform state', MEND)
  if (Array.isArray(value.resources)) {
    if (value.version !== 4) {
      return unreadable(placeOf(value), value.version, 'only state of version 4 can be read', MEND)
    }
    return { resources: members(value.resources).flatMap((row) => instancesOf(row, placeOf)), others: [] }
  }
  const { values } = value
  if (isMembers(values) && isMembers(values.root_module)) {
    return { resources: shownResources(values.root_module, placeOf), others: [] }
  }
  return unreadable(placeOf(value), Object.keys(value).join(', '), 'it is no terraform state', MEND)
}

function instancesOf(row: Members, placeOf: PlaceOf): TfResource[] {
  const mode = row.mode === 'data' ? 'data' : 'managed'
  const type = String(row.type ?? '')
  const module = row.module === undefined ? '' : `${row.module}.`
  return members(row.instances).map((instance) => {
    const index = instance.index_key === undefined ? '' : `[${JSON.stringify(instance.index_key)}]`
    return {
      mode,
      type,
      address: `${module}${mode === 'data' ? 'data.' : ''}${type}.${row.name}${index}`,
      attributes: isMembers(instance.attributes) ? (instance.attributes as { [name: string]: TfValue }) : {},
      place: placeOf(instance),
    }
  })
}

function shownResources(module: Members, placeOf: PlaceOf): TfResource[] {
  const own = members(module.resources).map(
    (row): TfResource => ({
      mode: row.mode === 'data' ? 'data' : 'managed',
      type: String(row.type ?? ''),
      address: String(row.address ?? `${row.type}.${row.name}`),
      attributes: isMembers(row.values) ? (row.values as { [name: string]: TfValue }) : {},
      place: placeOf(row),
    }),
  )
  return [...own, ...members(module.child_modules).flatMap((child) => shownResources(child, placeOf))]
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const members = (value: unknown): Members[] => (Array.isArray(value) ? value.filter(isMembers) : [])
