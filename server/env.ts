import { isIP } from 'node:net'
import { isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { AGENT_VARIABLES } from '~/server/agent-environment'
import { StartError } from '~/server/database/start-error'
import { projectRoot } from '~/server/project-root'

interface Variable {
  /** How the documentation writes the default. */
  default: string
  meaning: string
  schema: z.ZodType
}

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a whole number from 0 to 65535 (0 takes a free port)')
  .transform(Number)
  .refine((value) => value <= 65_535, 'must be a whole number from 0 to 65535 (0 takes a free port)')
const text = z.string().trim().min(1, 'must not be empty')
const flag = z.enum(['0', '1'], 'must be 1 (yes) or 0 (no)').transform((value) => value === '1')

/** Every variable the control plane reads. `docs/environment.md` is made from this table. */
export const VARIABLES = {
  DATABASE_URL: {
    default: 'none: the embedded PostgreSQL',
    meaning:
      'A PostgreSQL server (14 or newer) to use in place of the embedded one, as `postgresql://user:password@host:port/database`. It needs a direct connection: a pooler in transaction mode cannot LISTEN. One server runs on it: nothing is granted twice by two, but what one of them hears does not reach the screens of the other.',
    schema: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// address' }),
  },
  PORT: { default: '3000', meaning: 'The TCP port of pages and agents alike.', schema: port },
  HOST: {
    default: '127.0.0.1',
    meaning:
      'The address to listen on; `0.0.0.0` or `::` for all. Anything but loopback needs TLS, see below.',
    schema: text.refine(
      (value) => isIP(value) !== 0 || value === 'localhost',
      'must be an IP address or localhost',
    ),
  },
  VIPFARM_DATA: {
    default: '.data below the project',
    meaning: 'The directory of the embedded database, the master key and the lock of the running server.',
    schema: text,
  },
  VIPFARM_MASTER_KEY: {
    default: 'made once, kept in `master.key` in the data directory',
    meaning:
      '32 bytes, as base64url or hex, under which signing keys are sealed in the database. Set it when servers share a database.',
    schema: z.union(
      [z.string().regex(/^[0-9a-fA-F]{64}$/), z.string().regex(/^[A-Za-z0-9_-]{43}=?$/)],
      'must be 32 bytes: 64 hexadecimal digits or 43 characters of base64url',
    ),
  },
  VIPFARM_PUBLIC_URL: {
    default: 'the address it listens on',
    meaning: 'How browsers and agents reach the server, when that differs: `https://vip.example.com`.',
    schema: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }),
  },
  VIPFARM_TLS_CERT: {
    default: 'none',
    meaning: 'A file with the certificate chain, PEM. Goes with VIPFARM_TLS_KEY.',
    schema: text,
  },
  VIPFARM_TLS_KEY: { default: 'none', meaning: 'A file with the private key, PEM.', schema: text },
  VIPFARM_ALLOW_PLAIN_HTTP: {
    default: '0',
    meaning:
      '1 lets the server listen beyond loopback without TLS: passwords and credentials travel readable, unless a proxy in front adds TLS.',
    schema: flag,
  },
  LOG_LEVEL: {
    default: 'info',
    meaning: 'The least serious kind of line to log: `debug`, `info`, `warn`, `error` or `silent`.',
    schema: z.enum(
      ['debug', 'info', 'warn', 'error', 'silent'],
      'must be debug, info, warn, error or silent',
    ),
  },
} satisfies Record<string, Variable>

export interface Environment {
  databaseUrl: string | null
  port: number
  host: string
  /** Absolute. */
  dataDirectory: string
  masterKey: string | null
  publicUrl: string | null
  tls: { cert: string; key: string } | null
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

type Source = Record<string, string | undefined>
type Name = keyof typeof VARIABLES

/** @throws StartError that names every variable at fault, its value, the rule and the mend. */
export function readEnvironment(source: Source): Environment {
  const problems = unknownVariables(source)
  const read = <N extends Name>(name: N): z.output<(typeof VARIABLES)[N]['schema']> | undefined => {
    const value = source[name]
    if (value === undefined || value === '') return undefined
    const result = VARIABLES[name].schema.safeParse(value)
    if (result.success) return result.data as z.output<(typeof VARIABLES)[N]['schema']>
    problems.push(`${name}=${shown(name, value)}: ${result.error.issues[0]?.message ?? 'is not valid'}`)
    return undefined
  }
  const data = read('VIPFARM_DATA') ?? '.data'
  const cert = read('VIPFARM_TLS_CERT')
  const key = read('VIPFARM_TLS_KEY')
  const environment: Environment = {
    databaseUrl: read('DATABASE_URL') ?? null,
    port: read('PORT') ?? 3000,
    host: read('HOST') ?? '127.0.0.1',
    dataDirectory: isAbsolute(data) ? data : join(projectRoot(), data),
    masterKey: read('VIPFARM_MASTER_KEY') ?? null,
    publicUrl: read('VIPFARM_PUBLIC_URL')?.replace(/\/+$/, '') ?? null,
    tls: cert && key ? { cert, key } : null,
    logLevel: read('LOG_LEVEL') ?? 'info',
  }
  if (!cert !== !key) problems.push('VIPFARM_TLS_CERT and VIPFARM_TLS_KEY go together: set both or neither')
  const plain = read('VIPFARM_ALLOW_PLAIN_HTTP') ?? false
  if (!isLoopback(environment.host) && !environment.tls && !plain)
    problems.push(noPlainHttp(environment.host))
  if (problems.length > 0) throw new StartError(problems.join('\n'))
  return environment
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.')

const noPlainHttp = (host: string) =>
  `HOST=${host}: beyond loopback the server speaks TLS only. Set VIPFARM_TLS_CERT and VIPFARM_TLS_KEY, ` +
  'put a TLS proxy on this machine and listen on 127.0.0.1, or set VIPFARM_ALLOW_PLAIN_HTTP=1 to go without'

/** What the agent reads, on whose machine the control plane may run. */
const OF_THE_AGENT = /^VIPFARM_AGENT_/

/** A misspelt name must not be ignored in silence. */
function unknownVariables(source: Source): string[] {
  const ours = Object.keys(VARIABLES)
  const isAgents = (name: string) => OF_THE_AGENT.test(name) || Object.hasOwn(AGENT_VARIABLES, name)
  const found = Object.keys(source).filter((name) => name.startsWith('VIPFARM_') && !isAgents(name))
  return found
    .filter((name) => !ours.includes(name))
    .map((name) => {
      const near = ours.find((known) => distance(known, name) <= 3)
      return `${name}: there is no such variable. ${near ? `Did you mean ${near}?` : 'docs/environment.md lists them all.'}`
    })
}

const SECRET: readonly Name[] = ['DATABASE_URL', 'VIPFARM_MASTER_KEY']
const shown = (name: Name, value: string) => (SECRET.includes(name) ? '(not shown)' : JSON.stringify(value))

/** Levenshtein's distance between two short words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** The text of `docs/environment.md`. */
export function environmentDocument(): string {
  const rows = Object.entries(VARIABLES).map(
    ([name, { default: fallback, meaning }]) => `| \`${name}\` | ${fallback} | ${meaning} |`,
  )
  return [
    '# Environment',
    '',
    'Read once at start, checked, and refused with the reason when wrong. A `VIPFARM_` variable that is not listed here is an',
    'error, so that a misspelt one is not ignored. Made by `npm run -s vipfarm -- doctor --env`.',
    '',
    '| variable | default | meaning |',
    '|---|---|---|',
    ...rows,
    '',
    '## The agent',
    '',
    '| variable | meaning |',
    '|---|---|',
    ...Object.entries(AGENT_VARIABLES).map(([name, meaning]) => `| \`${name}\` | ${meaning} |`),
    '',
  ].join('\n')
}
