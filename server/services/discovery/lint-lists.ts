/** The lists of the draft beside what agents and captures saw: pairs cut in two, twins of another width, names nobody runs. */

import { type Lint, lintList, notSeenText, type SeenOnHosts } from '~/domain/discovery/list-linter'
import type { Policy } from '~/domain/policy-model'
import type { Db } from '../../repositories/db'
import { seenPairs } from '../../repositories/finding'
import { seenPrograms } from '../../repositories/seen-socket'
import type { ListWarning } from '../views/plan-view'

/** What an entry's own text tells is in `policyWarnings`; these need to know the farm. */
const OF_FARM: ReadonlySet<Lint['code']> = new Set(['missing-end', 'missing-twin', 'not-found'])
const SHOWN = 50

export async function seenOnFarm(db: Db): Promise<SeenOnHosts[]> {
  const programs = await seenPrograms(db)
  const pairs = await seenPairs(db)
  return (['windows', 'linux'] as const).flatMap((family): SeenOnHosts[] => {
    const own = programs.filter((one) => one.family === family)
    const talks = pairs.filter((one) => one.family === family).map(({ pair }) => pair)
    if (own.length === 0 && talks.length === 0) return []
    return [
      {
        family,
        pairs: talks,
        programs: new Map(own.map(({ program, hosts }) => [program, hosts])),
        hosts: own[0]?.hostsOfFamily ?? 0,
      },
    ]
  })
}

/** An entry that hosts of one system run is not missing on the other; what is missing on both is told once. */
export function lintPolicy({ settings }: Policy, seen: readonly SeenOnHosts[]): Lint[] {
  const list = settings.VirtualLoopbackPrograms ?? []
  if (list.length === 0) return []
  const lints = seen.flatMap((one) => lintList(list, one).filter(({ code }) => OF_FARM.has(code)))
  const looked = seen.filter(({ hosts }) => hosts > 0)
  const hosts = looked.reduce((sum, one) => sum + one.hosts, 0)
  const missing = new Map<string, number>()
  for (const { code, message } of lints) {
    if (code === 'not-found') missing.set(quoted(message), (missing.get(quoted(message)) ?? 0) + 1)
  }
  const nowhere = [...missing].filter(([, systems]) => systems === looked.length)
  return [
    ...lints.filter(({ code }) => code !== 'not-found'),
    ...nowhere.map(([entry]): Lint => ({ code: 'not-found', message: notSeenText(entry, hosts) })),
  ].slice(0, SHOWN)
}

/** What the lists of a publish should be thought over for: those of policies that are in force by it. */
export function listWarnings(policies: readonly Policy[], seen: readonly SeenOnHosts[]): ListWarning[] {
  return policies
    .filter(({ enabled }) => enabled)
    .flatMap((policy) =>
      lintPolicy(policy, seen).map(({ code, message }) => ({ code, policy: policy.name, message })),
    )
}

// To the last quotation mark: an entry may hold some.
const quoted = (message: string) => /^"(.*)"/.exec(message)?.[1] ?? message
