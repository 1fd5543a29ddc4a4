/** The Citrix terraform provider's policies, out of configuration (.tf) and state. */

import { assemble } from '~/formats/import/assemble'
import { decodeText } from '~/formats/import/decode-text'
import { ImportLists } from '~/formats/import/import-lists'
import {
  type IdNames,
  type ImportFile,
  type ImportResult,
  NO_NAMES,
  readingOf,
} from '~/formats/import/import-result'
import { MAX_HCL_BYTES, readHcl, type TfFile } from './hcl'
import { namesOf } from './tf-names'
import { policiesOf } from './tf-policies'
import { readState } from './tf-state'

/** All .tf files of a folder, read as one configuration. */
export function readTerraform(files: ImportFile[], names: IdNames = NO_NAMES): Promise<ImportResult> {
  return readingOf(async () => {
    const read: TfFile[] = []
    for (const { name, bytes } of files) {
      read.push(await readHcl(name, decodeText(name, bytes, { limit: MAX_HCL_BYTES }).text))
    }
    return importOf('terraform', read, names)
  })
}

export function readTerraformState(file: ImportFile, names: IdNames = NO_NAMES): Promise<ImportResult> {
  return readingOf(() =>
    importOf('terraform-state', [readState(file.name, decodeText(file.name, file.bytes).text)], names),
  )
}

function importOf(format: 'terraform' | 'terraform-state', files: TfFile[], names: IdNames) {
  const lists = new ImportLists()
  const resources = files.flatMap((file) => file.resources)
  for (const { name, place } of files.flatMap((file) => file.others)) {
    lists.leave('resource', name, 'blocks of this kind are not followed: import the state instead', place)
  }
  const policies = policiesOf(resources, namesOf(resources, names), lists)
  return assemble(format, policies, lists, names)
}
