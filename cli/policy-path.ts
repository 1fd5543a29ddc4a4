/** A folder or a file of policies, for `vipfarm plan`. */

import { problemText } from '~/domain/result'
import { importFiles } from '~/formats/import/import-files'
import { IMPORT_FORMATS, type ImportedFiles, type ImportFile } from '~/formats/import/import-result'
import { importOwnFiles } from '~/formats/import/own-files'
import { sniffFormat } from '~/formats/import/sniff'
import { LIST_SETTINGS } from '~/formats/program-list'
import { known, readBytes, readIds } from './commands/import-run'
import type { PlanOptions } from './commands/plan'
import { CliError, type CliIo } from './io'

// Bare lists of programs are not taken from folders: any README.txt would be one.
const ENDINGS = /\.(ya?ml|json|xml|clixml|tf|tfstate|reg|ps1)$/i

export interface PolicyPath {
  imported: ImportedFiles
  /** Files of the folder whose names do not look like policies. */
  notRead: string[]
}

/**
 * Files of our own format say their priorities over all files; those of other formats come one after the other.
 * @throws CliError that names file, rule and mend of all that cannot be read.
 */
export async function readPolicyPath(path: string, options: PlanOptions, io: CliIo): Promise<PolicyPath> {
  const from = known('--from', options.from, IMPORT_FORMATS)
  const into = known('--into', options.into, LIST_SETTINGS)
  const { names } = await readIds(options.ids, io)
  const folder = await io.listFolder(path)
  const paths = folder ? folder.filter((file) => ENDINGS.test(file)) : [path]
  if (paths.length === 0) {
    throw new CliError([
      `${JSON.stringify(path)}: there is no policy file in this folder. To delete all policies, say {"policies": []} in a file.`,
    ])
  }
  const files: ImportFile[] = []
  for (const file of paths) files.push(await readBytes(io, file))
  const isOwn = files.every((file) => (from ?? sniffFormat(file)) === 'yaml')
  const imported = isOwn ? await importOwnFiles(files) : await importFiles(files, { from, into, names })
  if (!imported.ok) throw new CliError(imported.problems.map(problemText))
  return { imported, notRead: folder?.filter((file) => !ENDINGS.test(file)) ?? [] }
}
