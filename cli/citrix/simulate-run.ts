/** The work behind `vipfarm citrix simulate`. */

import { sameName } from '~/domain/text'
import { CITRIX_SETTINGS } from '~/formats/export/citrix-policy'
import type { CitrixSimulateOptions } from '../commands/citrix'
import type { CliIo } from '../io'
import { orSiteProblem, siteClient } from './site-access'
import { UNPROVEN } from './site-plan-text'

export async function runCitrixSimulate(options: CitrixSimulateOptions, io: CliIo): Promise<void> {
  const client = await siteClient(options, io)
  const won = await orSiteProblem(client.simulate(options.deliveryGroup, options.computer))
  for (const id of CITRIX_SETTINGS) {
    const found = won.find(({ setting }) => sameName(setting, id))
    io.stdout(found ? `${id}: ${found.value} (${found.policy})\n` : `${id}: no policy sets it\n`)
  }
  io.stdout(`${UNPROVEN}\n`)
}
