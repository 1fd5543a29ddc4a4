/** Policies in the words of other tools, with all that those cannot say. */

import type { Policy } from '~/domain/policy-model'
import { sameName } from '~/domain/text'
import { writePowershell } from '~/formats/citrix/write-powershell'
import { writeRest } from '~/formats/citrix/write-rest'
import { EXPORT_FORMATS, type Exported, type ExportFormat, NO_IDS } from '~/formats/export/export-result'
import { readIdFile } from '~/formats/import/id-names'
import { writePolicyYaml } from '~/formats/policy-yaml'
import { writeReg } from '~/formats/registry/write-reg'
import { writeTerraform } from '~/formats/terraform/write-terraform'
import { AppError } from '../../errors'
import type { ServiceContext } from '../context'
import { refuseProblems } from './check-draft'
import { readPolicies } from './read-policies'

export { EXPORT_FORMATS }

export interface ExportRequest {
  format: ExportFormat
  /** The draft, or a revision; 0 is the newest. */
  policies: number | 'draft'
  /** Only this one. A .reg file holds no more than one. */
  policy?: string
  /** The text of a file that says which name has which id. */
  ids?: string
}

export interface PolicyExport extends Exported {
  fileName: string
}

const ENDINGS: Record<ExportFormat, string> = {
  yaml: 'policies.yaml',
  terraform: 'policies.tf',
  rest: 'policies.json',
  powershell: 'policies.ps1',
  reg: 'policy.reg',
}

/** @throws AppError `not-found` for a revision or policy that is not there; `bad-input` for `.reg` without a policy. */
export async function exportPolicies(
  { database }: ServiceContext,
  { format, policies: source, policy, ids }: ExportRequest,
): Promise<PolicyExport> {
  const all = await readPolicies({ database }, source)
  const policies = policy === undefined ? all : all.filter(({ name }) => sameName(name, policy))
  if (policy !== undefined && policies.length === 0)
    throw new AppError('not-found', `There is no policy ${JSON.stringify(policy)} among these.`)
  return { ...written(format, policies, ids), fileName: ENDINGS[format] }
}

function written(format: ExportFormat, policies: Policy[], ids: string | undefined): Exported {
  switch (format) {
    case 'yaml':
      return { text: writePolicyYaml(policies), notExpressible: [] }
    case 'terraform':
      return writeTerraform(policies, idsOf(ids))
    case 'rest':
      return writeRest(policies, idsOf(ids))
    case 'powershell':
      return writePowershell(policies)
    case 'reg': {
      const [one, ...more] = policies
      if (one && more.length === 0) return writeReg(one)
      throw new AppError('bad-input', 'A .reg file holds one policy: choose which.')
    }
  }
}

function idsOf(text: string | undefined) {
  if (!text) return NO_IDS
  const read = readIdFile(text)
  if (read.ok) return read.ids
  refuseProblems(read.problems)
  return NO_IDS
}
