/** What the agents' own samples say of programs, over the whole farm. */

import { Discovery } from '~/domain/discovery'
import { type ListedEntry, OVER_LISTED_DAYS, overListed } from '~/domain/discovery/over-listed'
import { type StoredFinding, storedFinding } from '~/domain/discovery/stored-finding'
import type { OsFamily } from '~/domain/host-facts'
import { coversProgram, programKey } from '~/domain/program'
import type { Db } from '../../repositories/db'
import { hostsInForce } from '../../repositories/host-in-force'
import { boundSince, newestSeen, watchedSince } from '../../repositories/seen-socket'
import { judgingFacts } from './judging-facts'
import { listedSince } from './listed-since'

/** Sightings that are judged at once: the newest say most, and an answer must come soon. */
const MOST_ROWS = 20_000
const DAY_MS = 86_400_000

type FarmFinding = StoredFinding & { family: OsFamily }

export async function judgeFarm(db: Db, at: Date): Promise<FarmFinding[]> {
  const facts = await judgingFacts(db)
  const seen = await newestSeen(db, MOST_ROWS)
  const found: FarmFinding[] = []
  for (const family of ['windows', 'linux'] as const) {
    const rows = seen.filter((row) => row.family === family)
    if (rows.length === 0) continue
    const discovery = new Discovery(facts)
    const capture = discovery.capture({ name: 'farm', family })
    // Listeners first: then it is known which connections are the far ends of accepted ones.
    const ordered = [...rows].sort(
      (one, other) => Number(one.role === 'dials') - Number(other.role === 'dials'),
    )
    for (const row of ordered) {
      const listening = row.role !== 'dials'
      const end = { address: row.address, port: row.port }
      discovery.observe({
        capture,
        line: 0,
        protocol: row.protocol,
        program: row.program,
        ...(row.pid !== null && { pid: row.pid }),
        state: STATES[row.role],
        listening,
        local: listening ? end : { address: row.address },
        remote: listening ? { address: '*' } : end,
        session: row.session,
        user: row.user,
        host: row.host,
      })
    }
    const judged = discovery.finish()
    if (!judged.ok) continue
    for (const finding of judged.value.findings) {
      if (finding.verdict !== 'no-need') found.push({ ...storedFinding(finding, []), family })
    }
  }
  return [...found, ...(await unused(db, at, found))]
}

const STATES = { listens: 'LISTEN', failed: 'FAILED', dials: 'ESTABLISHED' } as const

/** Entries of the published lists that bound nothing for long. What another rule speaks of is not said twice. */
async function unused(db: Db, at: Date, found: readonly FarmFinding[]): Promise<FarmFinding[]> {
  const since = new Date(at.getTime() - OVER_LISTED_DAYS * DAY_MS)
  const listed = await listedSince(db, since)
  if (listed.length === 0) return []
  const watched = new Set(await watchedSince(db, since))
  const bound = await boundSince(db, since)
  const hosts = (await hostsInForce(db)).filter(({ id }) => watched.has(id))
  const known = new Set(found.map(({ family, program }) => `${family} ${programKey(program, family)}`))
  return (['windows', 'linux'] as const).flatMap((family) => {
    const entries: ListedEntry[] = listed.map((entry) => ({
      entry,
      days: OVER_LISTED_DAYS,
      hosts: hosts
        .filter((host) => host.family === family)
        .filter(({ settings }) => coversProgram(settings.VirtualLoopbackPrograms ?? [], entry, family))
        .map(({ name }) => name),
    }))
    const keys = new Set(bound.filter((one) => one.family === family).map(({ key }) => key))
    return overListed(entries, keys, family)
      .filter(({ program }) => !known.has(`${family} ${programKey(program, family)}`))
      .map((finding) => ({ ...finding, family }))
  })
}
