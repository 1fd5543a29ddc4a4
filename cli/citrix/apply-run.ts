/** The work behind `vipfarm citrix apply`. */

import { borrowFarm, CLI_ACTOR } from '../borrow-farm'
import type { CitrixApplyOptions } from '../commands/citrix'
import { CliError, type CliIo } from '../io'
import { readText } from '../read-text'
import { applySitePlan, SiteMoved } from './apply-site-plan'
import { readPlanFile, type SitePlanFile } from './plan-file'
import { orSiteProblem, siteClient } from './site-access'
import { UNPROVEN } from './site-plan-text'

export async function runCitrixApply(
  { plan: path, ...access }: CitrixApplyOptions,
  io: CliIo,
): Promise<void> {
  const file = readPlanFile(await readText(io, '--plan', path))
  if ('problem' in file) throw new CliError([`--plan: ${JSON.stringify(path)}: ${file.problem}`])
  const calls = file.revision === 0 ? await apply(file, access, io) : await recorded(file, access, io)
  io.stdout(`${calls === 0 ? 'Nothing was left to do' : `Done: ${calls} calls`}. ${UNPROVEN}\n`)
  io.stdout(
    'Delivered, not yet in force: hosts take it at their next start, when their broker agent (Citrix Desktop Service) starts, or within 90 minutes.\n',
  )
  if (file.revision === 0) io.stdout('The farm knows nothing of it: these policies came from files.\n')
}

type Access = Omit<CitrixApplyOptions, 'plan'>

async function apply(file: SitePlanFile, access: Access, io: CliIo): Promise<number> {
  const { origin: site, customer, instance } = file.site
  const client = await siteClient({ site, customer, instance, ...access }, io)
  const run = { client, setGuid: file.set.guid, tell: (line: string) => io.stdout(`${line}\n`) }
  try {
    return await orSiteProblem(applySitePlan(file.plan, run))
  } catch (error) {
    if (!(error instanceof SiteMoved)) throw error
    throw new CliError([error.message, 'Nothing further was called. Make the plan anew and look at it.'])
  }
}

/** Told to the farm before the first call: a run that does not come back shows as interrupted. */
async function recorded(file: SitePlanFile, access: Access, io: CliIo): Promise<number> {
  return borrowFarm(io, async ({ database }) => {
    const { systemClock: clock } = await import('~/server/clock')
    const { beginDelivery, endDelivery } = await import('~/server/services/citrix/record-delivery')
    const { revision, site, set } = file
    const ctx = { database, clock }
    const row = { site: `${site.origin} (${site.instance})`, setName: set.name, revision }
    const id = await beginDelivery(ctx, CLI_ACTOR, row)
    try {
      const calls = await apply(file, access, io)
      await endDelivery(ctx, CLI_ACTOR, { id, state: 'delivered', calls, why: null })
      return calls
    } catch (error) {
      const why = (error instanceof CliError ? (error.lines[0] ?? '') : String(error)).slice(0, 500)
      await endDelivery(ctx, CLI_ACTOR, { id, state: 'interrupted', calls: 0, why })
      throw error
    }
  })
}
