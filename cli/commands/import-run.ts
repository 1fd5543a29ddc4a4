/** The work behind `vipfarm import`, and the reading of files for `vipfarm convert`. */

import { problemText } from '~/domain/result'
import { type NameIds, NO_IDS } from '~/formats/export/export-result'
import { readIdFile } from '~/formats/import/id-names'
import { importFiles } from '~/formats/import/import-files'
import {
  type IdNames,
  IMPORT_FORMATS,
  type ImportedFiles,
  type ImportFile,
  type ImportFormat,
  NO_NAMES,
  placeText,
} from '~/formats/import/import-result'
import { writePolicyYaml } from '~/formats/policy-yaml'
import { LIST_SETTINGS, type ListSetting } from '~/formats/program-list'
import { CliError, type CliIo } from '../io'
import { readText } from '../read-text'
import type { ImportCommandOptions } from './import'

export async function runImport(paths: string[], options: ImportCommandOptions, io: CliIo): Promise<void> {
  const { names } = await readIds(options.ids, io)
  const imported = await readImport(paths, options, names, io)
  if (options.json) {
    const { formats, policies, unknown, legacy, notes, attachments } = imported
    io.stdout(`${JSON.stringify({ formats, policies, unknown, legacy, notes, attachments })}\n`)
    return
  }
  io.stdout(writePolicyYaml(imported.policies))
  io.stderr(leftoverText(imported))
}

/** @throws CliError that names file, line, column, rule and mend of everything that cannot be read. */
export async function readImport(
  paths: string[],
  options: Pick<ImportCommandOptions, 'from' | 'into'>,
  names: IdNames,
  io: CliIo,
): Promise<ImportedFiles> {
  const from = known<ImportFormat>('--from', options.from, IMPORT_FORMATS)
  const into = known<ListSetting>('--into', options.into, LIST_SETTINGS)
  const files = await Promise.all(paths.map((path) => readBytes(io, path)))
  const imported = await importFiles(files, { from, into, names })
  if (!imported.ok) throw new CliError(imported.problems.map(problemText))
  return imported
}

/** Names by id, and ids by name; both empty without a file. */
export async function readIds(
  path: string | undefined,
  io: CliIo,
): Promise<{ names: IdNames; ids: NameIds }> {
  if (path === undefined) return { names: NO_NAMES, ids: NO_IDS }
  const read = readIdFile(await readText(io, '--ids', path))
  if (!read.ok) throw new CliError(read.problems.map((problem) => `${path}: ${problemText(problem)}`))
  return read
}

export function known<Word extends string>(
  option: string,
  value: string | undefined,
  words: readonly Word[],
): Word | undefined {
  if (value === undefined) return undefined
  const word = words.find((found) => found === value)
  if (word === undefined)
    throw new CliError([
      `${option}: ${JSON.stringify(value)}: it is none of the known ones. Write ${words.join(', ')}.`,
    ])
  return word
}

/** @throws CliError that names the file and why it cannot be read. */
export async function readBytes(io: CliIo, path: string): Promise<ImportFile> {
  try {
    return { name: path, bytes: await io.readFile(path) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    const why =
      code === 'ENOENT' ? 'there is no such file. Check the path' : `the file cannot be read (${code})`
    throw new CliError([`${JSON.stringify(path)}: ${why}.`])
  }
}

/** What could not be taken over, one line each; empty when all was. */
export function leftoverText({ unknown, legacy, notes, attachments }: ImportedFiles): string {
  const of = (policy: string | undefined) => (policy === undefined ? '' : ` of ${JSON.stringify(policy)}`)
  const lines = [
    ...notes.map(({ place, message, policy }) => `${placeText(place)}: note${of(policy)}: ${message}`),
    ...legacy.map(
      ({ place, name, value, policy }) =>
        `${placeText(place)}: legacy: ${name}${of(policy)}${valueText(value)}: kept, never applied`,
    ),
    ...unknown.map(
      ({ place, kind, name, value, policy, reason }) =>
        `${placeText(place)}: not taken over: ${kind} ${name}${of(policy)}${valueText(value)}: ${reason}`,
    ),
    ...attachments.map(
      ({ name, byteLength, reason }) => `${name}: ${byteLength} bytes kept as they are: ${reason}`,
    ),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

const valueText = (value: string | undefined) => (value === undefined ? '' : ` (${JSON.stringify(value)})`)
