import type { CatalogueEntry } from '~/domain/catalogue/entry'
import type { Policy } from '~/domain/policy-model'
import type { Db } from '../../repositories/db'
import { readHead } from '../../repositories/head'
import { readCatalogue } from './read-catalogue'

/** What programs are judged against beside their sockets: what the farm lists by now, and what is known of programs. */
export async function judgingFacts(db: Db): Promise<{ listed: string[]; catalogue: CatalogueEntry[] }> {
  const { policies } = await readHead(db)
  return { listed: listedPrograms(policies), catalogue: await readCatalogue(db) }
}

/** Every program that an enabled policy lists for virtual loopback with its switch on, each once. */
export function listedPrograms(policies: readonly Policy[]): string[] {
  const lists = policies
    .filter(({ enabled, settings }) => enabled && settings.VirtualLoopbackSupport !== false)
    .flatMap(({ settings }) => settings.VirtualLoopbackPrograms ?? [])
  return [...new Set(lists)]
}
