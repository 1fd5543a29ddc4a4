/** The work behind `vipfarm citrix plan`. */

import { planSite } from '~/domain/citrix-site/site-plan'
import type { Policy } from '~/domain/policy-model'
import { problemText } from '~/domain/result'
import { sameName } from '~/domain/text'
import { type SiteSet, sitePolicies } from '~/formats/citrix/rest-site'
import { CITRIX_SETTINGS } from '~/formats/export/citrix-policy'
import { borrowFarm } from '../borrow-farm'
import type { CitrixPlanOptions } from '../commands/citrix'
import { readIds } from '../commands/import-run'
import { CliError, type CliIo } from '../io'
import { readPolicyPath } from '../policy-path'
import { type SitePlanFile, writePlanFile } from './plan-file'
import { orSiteProblem, siteClient } from './site-access'
import { sitePlanText } from './site-plan-text'

export async function runCitrixPlan(options: CitrixPlanOptions, io: CliIo): Promise<void> {
  const client = await siteClient(options, io)
  const { ids } = await readIds(options.ids, io)
  const { policies, revision } = await farmPolicies(options, io)
  const { wanted, notExpressible } = sitePolicies(policies, ids)
  const set = chosenSet(await orSiteProblem(client.sets()), options.set)
  const rows = await orSiteProblem(client.policies(set.policySetGuid))
  const planned = planSite({ wanted, rows, own: CITRIX_SETTINGS, adopt: options.adopt })
  if (!planned.ok) throw new CliError(planned.problems.map(problemText))
  const { site: origin, customer, instance } = options
  const file: SitePlanFile = {
    v: 1,
    site: { origin, customer, instance },
    set: { guid: set.policySetGuid, name: set.name || set.policySetType },
    revision,
    plan: planned.plan,
  }
  await io.writeFile(options.out, writePlanFile(file))
  io.stdout(sitePlanText(file, notExpressible))
  io.stdout(
    `Written to ${options.out}. To apply: vipfarm citrix apply --plan ${options.out} --token-file ...\n`,
  )
  if (set.policySetType === 'DeliveryGroupPolicies' && !set.isAssigned)
    io.stderr('vipfarm: no delivery group uses this policy set: it has no effect yet\n')
}

async function farmPolicies(
  options: CitrixPlanOptions,
  io: CliIo,
): Promise<{ policies: Policy[]; revision: number }> {
  if (options.policies !== undefined) {
    const { imported } = await readPolicyPath(options.policies, { ids: options.ids }, io)
    return { policies: imported.policies, revision: 0 }
  }
  return borrowFarm(io, async ({ database }) => {
    const { publishedPolicies } = await import('~/server/services/citrix/published-policies')
    return publishedPolicies({ database })
  })
}

/** By its name; the set of the whole site has none that everybody calls the same, and goes by its type too. */
function chosenSet(sets: readonly SiteSet[], name: string): SiteSet {
  const set =
    sets.find((one) => sameName(one.name, name)) ?? sets.find((one) => sameName(one.policySetType, name))
  if (!set) {
    const there = sets.map((one) => JSON.stringify(one.name || one.policySetType)).join(', ')
    throw new CliError([`--set: ${JSON.stringify(name)}: the site has no such policy set. It has ${there}.`])
  }
  if (set.policySetType.endsWith('Templates')) {
    throw new CliError([
      `--set: ${JSON.stringify(name)}: these are templates, which apply to nothing. Choose another.`,
    ])
  }
  return set
}
