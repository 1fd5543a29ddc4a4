import { type DemoClient, openDemoClient } from '~/server/demo/client'
import { layOutFarm } from '~/server/demo/farm'
import type { ServiceContext } from '~/server/services/context'
import { enrollHost } from '~/server/services/enroll-host'
import { ingestReport } from '~/server/services/ingest-report'
import { openSession, report } from '~/tests/support/report'

/** When all pictures are taken, by the server's clock and the browser's. */
export const NOW = '2026-11-23T10:30:00.000Z'
const MINUTE_MS = 60_000

interface StillHost {
  name: string
  group: string
  sessions: number
  /** Does not do all that it is told. */
  fails?: true
}

const HOSTS: readonly StillHost[] = [
  { name: 'BCK01', group: 'Back office', sessions: 2 },
  { name: 'CLM01', group: 'Claims', sessions: 4 },
  { name: 'CLM02', group: 'Claims', sessions: 3, fails: true },
  { name: 'CTI01', group: 'Call centre', sessions: 6 },
  { name: 'CTI02', group: 'Call centre', sessions: 5 },
]
const PEOPLE = ['ana', 'ben', 'carla', 'diego', 'elena', 'farid', 'greta', 'hugo', 'irene', 'jonas']

const instant = (minutesAgo: number) => new Date(Date.parse(NOW) - minutesAgo * MINUTE_MS).toISOString()

/**
 * The farm of the demo with hosts that say the same on every run; then every time of the database stands still too. Whoever
 * looks at it comes with the cookie: a sign-in of their own would be one more row of the record.
 */
export async function layOutStillFarm(
  services: ServiceContext,
  url: string,
  user: { username: string; password: string },
): Promise<{ client: DemoClient; cookie: string }> {
  const cookie = await signIn(url, user)
  const client = await openDemoClient(url, user)
  const { tokens } = await layOutFarm(client)
  let person = 0
  for (const [at, host] of HOSTS.entries()) {
    const { hostId } = await enrollHost(services, {
      v: 1,
      token: tokens.get(host.group) ?? '',
      machineId: `machine-still-${at}`,
      agentVersion: '0.1.0',
      driver: 'simulated',
      facts: { name: host.name, os: { family: 'windows', version: 'Windows Server 2022' }, arch: 'x64' },
    })
    const opened = Array.from({ length: host.sessions }, (_, index) => {
      person += 1
      const number = index + 3
      const seen = person % 5 > 0
      const sessionOf = openSession(number, {
        user: PEOPLE[person % PEOPLE.length] ?? 'ana',
        logonAt: instant(person * 7),
      })
      return seen ? sessionOf : { ...sessionOf, allocations: sessionOf.allocations.slice(0, 1), sockets: [] }
    })
    await ingestReport(
      services,
      hostId,
      report(1, { at: NOW, opened, applied: await appliedOf(services, hostId, host) }),
    )
  }
  await standStill(services)
  return { client, cookie }
}

async function signIn(url: string, user: { username: string; password: string }): Promise<string> {
  const answer = await fetch(`${url}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(user),
  })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0]
  if (!answer.ok || !cookie) throw new Error(`signing in failed: ${answer.status} ${await answer.text()}`)
  return cookie
}

async function appliedOf({ database }: ServiceContext, id: string, { fails }: StillHost) {
  const { ticket, wantedGeneration: generation } = await database.host.findUniqueOrThrow({ where: { id } })
  const { hash } = (ticket as unknown as { ticket: { hash: string } }).ticket
  const failed = { state: 'failed' as const, code: 'apply', message: 'The list could not be written.' }
  const item = fails ? failed : { state: 'applied' as const }
  return {
    generation,
    hash,
    items: [{ setting: 'VirtualLoopbackPrograms', ...item, since: instant(50) }],
    effective: {},
  }
}

/**
 * Gives every time that the run itself put into the database one of the still day instead, a minute apart and in the same
 * order. Triggers that keep the record from being edited are off for this one connection.
 */
async function standStill({ statements }: ServiceContext): Promise<void> {
  const { rows } = await statements.query<{ name: string; field: string }>(
    `SELECT c.table_name AS name, c.column_name AS field FROM information_schema.columns c
     JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.data_type = 'timestamp with time zone'
       AND c.column_name NOT LIKE '%expires%' AND c.table_name NOT LIKE '\\_%' AND c.table_name <> 'sign_in'`,
  )
  const moves = rows.map(
    ({ name, field }) =>
      `WITH times AS (SELECT DISTINCT "${field}" AS was FROM "${name}" WHERE "${field}" BETWEEN now() - interval '1 hour' AND now()),
         still AS (SELECT was, timestamptz '${NOW}' - row_number() OVER (ORDER BY was DESC) * interval '1 minute' AS day
           FROM times)
       UPDATE "${name}" SET "${field}" = still.day FROM still WHERE "${name}"."${field}" = still.was`,
  )
  // Made at once, in an order of chance.
  const tokens = `UPDATE enrolment_token SET created_at = still.day FROM
      (SELECT id, timestamptz '${NOW}' - row_number() OVER (ORDER BY label) * interval '1 minute' AS day
        FROM enrolment_token) still
    WHERE enrolment_token.id = still.id`
  await statements.query(
    ['BEGIN', "SET LOCAL session_replication_role = 'replica'", ...moves, tokens, 'COMMIT'].join(';\n'),
  )
}
