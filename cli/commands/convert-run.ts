/** The work behind `vipfarm convert`. */

import type { Policy } from '~/domain/policy-model'
import { sameName } from '~/domain/text'
import { writePowershell } from '~/formats/citrix/write-powershell'
import { writeRest } from '~/formats/citrix/write-rest'
import type { Exported, NameIds, NotExpressible } from '~/formats/export/export-result'
import { writePolicyYaml } from '~/formats/policy-yaml'
import { encodeReg, writeReg } from '~/formats/registry/write-reg'
import { writeTerraform } from '~/formats/terraform/write-terraform'
import { CliError, type CliIo } from '../io'
import type { ConvertOptions } from './convert'
import { leftoverText, readIds, readImport } from './import-run'

/** @throws CliError for files that cannot be read, a policy that is not there, and with --strict for anything left behind. */
export async function runConvert(paths: string[], options: ConvertOptions, io: CliIo): Promise<void> {
  const { names, ids } = await readIds(options.ids, io)
  const imported = await readImport(paths, options, names, io)
  const policies = chosen(imported.policies, options.policy)
  const { text, notExpressible } = exported(policies, options, ids)
  const left = leftoverText(imported)
  io.stderr(left + notExpressible.map((row) => `${lineOf(row)}\n`).join(''))
  if (options.strict && (notExpressible.length > 0 || left !== '')) {
    throw new CliError([`--strict: ${options.to} cannot hold all of it, see above. Nothing was written.`])
  }
  if (options.out === undefined) io.stdout(text)
  else await io.writeFile(options.out, options.to === 'reg' ? encodeReg(text) : text)
}

function exported(policies: Policy[], options: ConvertOptions, ids: NameIds): Exported {
  switch (options.to) {
    case 'terraform':
      return writeTerraform(policies, ids)
    case 'rest':
      return writeRest(policies, ids)
    case 'powershell':
      return writePowershell(policies)
    case 'yaml':
      return { text: writePolicyYaml(policies), notExpressible: [] }
    case 'reg':
      return writeReg(onlyOne(policies), options.arch)
  }
}

function chosen(policies: Policy[], name: string | undefined): Policy[] {
  if (name === undefined) return policies
  const found = policies.filter((policy) => sameName(policy.name, name))
  if (found.length > 0) return found
  const all = policies.map((policy) => JSON.stringify(policy.name)).join(', ')
  throw new CliError([`--policy: ${JSON.stringify(name)}: there is no such policy. There are: ${all}.`])
}

function onlyOne(policies: Policy[]): Policy {
  const [policy, ...more] = policies
  if (policy && more.length === 0) return policy
  const all = policies.map(({ name }) => JSON.stringify(name)).join(', ') || 'none'
  throw new CliError([`--to reg: a .reg file holds one policy. Choose it with --policy: ${all}.`])
}

function lineOf({ policy, what, reason, consequence }: NotExpressible): string {
  const done = {
    'left-out': 'left out',
    'policy-off': 'left out, and the policy is written switched off',
    'policy-left-out': 'left out',
  }[consequence]
  return `not expressible: ${what} of ${JSON.stringify(policy)}: ${reason}: ${done}`
}
