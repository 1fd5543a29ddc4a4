/** One value in the registry, written so that what stands afterwards is what was meant. */

import { sameValue } from '../../reconcile/plan'
import { StepError } from '../driver'
import { type ChangesFile, isNoted } from './changes-file'
import type { Registry, RegistryData } from './ports'

export interface ValuePlace {
  setting: string
  key: string
  name: string
  /** Whose value it is where we never wrote it: `foreign` ones are left alone without an admin's word. */
  existing: 'ours' | 'foreign'
  /** Before the first write of all. */
  beforeFirst?(): Promise<void>
}

/** @throws StepError `wrong-type`, `owned-by-other`, `changed-meanwhile`; PortError of the registry */
export async function writeValue(
  registry: Registry,
  changes: ChangesFile,
  place: ValuePlace,
  wanted: RegistryData,
): Promise<void> {
  const { key, name, setting } = place
  const found = (await registry.read(key))?.get(name.toLowerCase())
  if (found && sameValue(found, wanted)) return
  const state = await changes.read()
  const known = isNoted(state, key, name)
  const allowed = known || place.existing === 'ours' || state.takeOver.includes(setting)
  if (found && !allowed) refuse(place, found, wanted)
  if (!known) {
    await place.beforeFirst?.()
    await changes.noteRegistry(key, name, found)
  }
  await registry.write(key, name, wanted)
  const after = (await registry.read(key))?.get(name.toLowerCase())
  if (!sameValue(after, wanted)) {
    const message = `${name} was changed by somebody else while it was written: ${brief(after)} stands there`
    throw new StepError('changed-meanwhile', message)
  }
}

/** Puts back what stood before our first write; takes a value of ours away where nothing did. */
export async function restoreValue(
  registry: Registry,
  changes: ChangesFile,
  key: string,
  name: string,
): Promise<void> {
  const noted = (await changes.read()).registry.find((one) => one.key === key && one.name === name)
  if (!noted) return
  if (noted.before === null) await registry.remove(key, name)
  else await registry.write(key, name, noted.before)
  await changes.forget(name)
}

function refuse({ setting, name, key }: ValuePlace, found: RegistryData, wanted: RegistryData): never {
  const way = `vipfarm-agent take-over --setting ${setting} (with the service stopped)`
  if (found.type !== wanted.type) {
    const message = `${name} is there already with another type (${brief(found)}), and this agent did not write it. Remove it from ${key}, or run: ${way}`
    throw new StepError('wrong-type', message.slice(0, 500))
  }
  const message = `${name} is there already with ${brief(found)}, and this agent did not write it. To overwrite it run: ${way}`
  throw new StepError('owned-by-other', message.slice(0, 500))
}

function brief(data: RegistryData | undefined): string {
  return data === undefined ? 'nothing' : `${data.type} ${JSON.stringify(data.value).slice(0, 100)}`
}
