/** The work behind `vipfarm citrix apply`. */

import { ALIVE_EVERY_MS } from '~/domain/citrix-site/delivery'
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

async function apply(file: SitePlanFile, access: Access, io: CliIo, onCall?: () => void): Promise<number> {
  const { origin: site, customer, instance } = file.site
  const client = await siteClient({ site, customer, instance, ...access }, io)
  const tell = (line: string) => io.stdout(`${line}\n`)
  const run = { client, setGuid: file.set.guid, tell, onCall }
  try {
    return await orSiteProblem(applySitePlan(file.plan, run))
  } catch (error) {
    if (!(error instanceof SiteMoved)) throw error
    throw new CliError([error.message, 'Nothing further was called. Make the plan anew and look at it.'])
  }
}

/** Told to the farm before the first call, and while it runs: a run that is killed shows as broken off. */
async function recorded(file: SitePlanFile, access: Access, io: CliIo): Promise<number> {
  return borrowFarm(io, async ({ database }) => {
    const { systemClock: clock } = await import('~/server/clock')
    const { beginDelivery, endDelivery } = await import('~/server/services/citrix/record-delivery')
    const { signDelivery } = await import('~/server/services/citrix/sign-delivery')
    const { revision, site, set } = file
    const ctx = { database, clock }
    const row = { site: `${site.origin} (${site.instance})`, setName: set.name, revision }
    const id = await beginDelivery(ctx, CLI_ACTOR, row)
    let made = 0
    const alive = setInterval(() => void signDelivery(ctx, { id, calls: made }), ALIVE_EVERY_MS)
    try {
      const calls = await apply(file, access, io, () => {
        made += 1
      })
      await endDelivery(ctx, CLI_ACTOR, { id, state: 'delivered', calls, why: null })
      return calls
    } catch (error) {
      const why = (error instanceof CliError ? (error.lines[0] ?? '') : String(error)).slice(0, 500)
      await endDelivery(ctx, CLI_ACTOR, { id, state: 'interrupted', calls: made, why })
      throw error
    } finally {
      clearInterval(alive)
    }
  })
}
