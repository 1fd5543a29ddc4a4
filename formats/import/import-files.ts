/** Any files of any known format into one list of policies, for a plan that somebody reviews. */

import { foldName } from '~/domain/text'
import { readCtxGroupPolicy } from '../citrix/read-clixml'
import { readPolicyXml } from '../citrix/read-policy-xml'
import { readPowershell } from '../citrix/read-powershell'
import { readRest } from '../citrix/read-rest'
import { type ListSetting, readProgramCsv, readProgramText } from '../program-list'
import { readReg } from '../registry/read-reg'
import { readTerraform, readTerraformState } from '../terraform/read-terraform'
import {
  type IdNames,
  IMPORT_FORMATS,
  type ImportedFiles,
  type ImportedPolicy,
  type ImportFile,
  type ImportFilesResult,
  type ImportFormat,
  type ImportNote,
  type ImportProblem,
  type ImportResult,
} from './import-result'
import { readOwnPolicies } from './read-own-policies'
import { sniffFormat } from './sniff'

export interface ImportOptions {
  /** Said by the person; else each file is looked at. */
  from?: ImportFormat
  names?: IdNames
  /** What a bare list of programs becomes. */
  into?: ListSetting
}

/** Either every file was read, or the problems of all that were not are told. Nothing is half imported. */
export async function importFiles(
  files: ImportFile[],
  options: ImportOptions = {},
): Promise<ImportFilesResult> {
  const problems: ImportProblem[] = []
  const groups: { format: ImportFormat; files: ImportFile[] }[] = []
  for (const file of files) {
    const format = options.from ?? sniffFormat(file)
    if (format === null) problems.push(unknownFormat(file))
    else addToGroup(groups, format, file)
  }
  const results: ImportResult[] = []
  for (const { format, files: group } of groups) results.push(await readGroup(format, group, options))
  problems.push(...results.flatMap((result) => (result.ok ? [] : result.problems)))
  if (problems.length > 0) return { ok: false, problems }
  const formats = groups.flatMap(({ format, files: group }) =>
    group.map(({ name }) => ({ file: name, format })),
  )
  return joined(results, formats)
}

// The three files of one clixml export, and the files of one terraform folder, belong together.
function addToGroup(
  groups: { format: ImportFormat; files: ImportFile[] }[],
  format: ImportFormat,
  file: ImportFile,
) {
  const group =
    format === 'clixml' || format === 'terraform'
      ? groups.find((found) => found.format === format)
      : undefined
  if (group) group.files.push(file)
  else groups.push({ format, files: [file] })
}

async function readGroup(
  format: ImportFormat,
  files: ImportFile[],
  { names, into }: ImportOptions,
): Promise<ImportResult> {
  const [file] = files
  if (!file) return { ok: false, problems: [] }
  switch (format) {
    case 'citrix-xml':
      return readPolicyXml(file, names)
    case 'clixml':
      return readCtxGroupPolicy(files, names)
    case 'rest':
      return readRest(file, names)
    case 'terraform':
      return readTerraform(files, names)
    case 'terraform-state':
      return readTerraformState(file, names)
    case 'reg':
      return readReg(file)
    case 'powershell':
      return readPowershell(file, names)
    case 'yaml':
      return readOwnPolicies(file)
    case 'csv':
      return readProgramCsv(file, into)
    case 'list':
      return readProgramText(file, into)
    case 'broker-policy':
      return attachmentOnly(file)
  }
}

function attachmentOnly({ name, bytes }: ImportFile): ImportResult {
  const reason =
    'what Export-BrokerDesktopPolicy writes has no documented form: keep it, and export the policies with Export-CtxGroupPolicy too'
  return {
    ok: true,
    format: 'broker-policy',
    policies: [],
    unknown: [],
    legacy: [],
    notes: [],
    attachments: [{ name, byteLength: bytes.length, reason }],
  }
}

function unknownFormat({ name, bytes }: ImportFile): ImportProblem {
  return {
    file: name,
    line: 1,
    column: 1,
    field: `${name}:1:1`,
    value: new TextDecoder().decode(bytes.subarray(0, 60)),
    rule: 'its format is not known by its first words',
    mend: `Say what it is with --from: ${IMPORT_FORMATS.join(', ')}.`,
  }
}

/** The policies of each file after those of the one before, with names and priorities made unique. */
function joined(results: ImportResult[], formats: ImportedFiles['formats']): ImportedFiles {
  const all: ImportedFiles = {
    ok: true,
    formats,
    policies: [],
    unknown: [],
    legacy: [],
    notes: [],
    attachments: [],
  }
  const read = results.filter((result) => result.ok)
  const taken = new Set<string>()
  let moved: ImportedPolicy | undefined
  for (const result of read) {
    const names = new Map<string, string>()
    for (const policy of result.policies) {
      const name = freeName(policy.name, taken)
      names.set(policy.name, name)
      const priority = read.length === 1 ? policy.priority : all.policies.length + 1
      if (priority !== policy.priority) moved ??= policy
      all.policies.push({ ...policy, name, priority })
    }
    // What is said of a policy is said of it under its new name.
    const of = <Row extends { policy?: string }>(row: Row): Row =>
      row.policy === undefined ? row : { ...row, policy: names.get(row.policy) ?? row.policy }
    all.unknown = all.unknown.concat(result.unknown.map(of))
    all.legacy = all.legacy.concat(result.legacy.map(of))
    all.notes = all.notes.concat(result.notes.map(of), renamings(result.policies, names))
    all.attachments = all.attachments.concat(result.attachments)
  }
  if (moved) {
    const message =
      'The policies of each file come after those of the one before: their priorities follow that order.'
    all.notes.push({ code: 'priority-renumbered', message, place: moved.place })
  }
  return all
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted
  for (let next = 2; taken.has(foldName(name)); next++) name = `${wanted.slice(0, 190)} (${next})`
  taken.add(foldName(name))
  return name
}

function renamings(policies: ImportedPolicy[], names: Map<string, string>): ImportNote[] {
  return policies.flatMap((policy) => {
    const name = names.get(policy.name) ?? policy.name
    if (name === policy.name) return []
    const message = `Another file has a policy called ${JSON.stringify(policy.name)}: this one is called ${JSON.stringify(name)}.`
    return [{ code: 'renamed' as const, policy: name, message, place: policy.place }]
  })
}
