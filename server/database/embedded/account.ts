import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { StartError } from '~/server/database/start-error'

/** Who PostgreSQL runs as: null means as ourselves. */
export type Account = { uid: number; gid: number; name: string } | null

/** PostgreSQL refuses to run as root, so root lends it an account that every Linux has. */
export function databaseAccount(): Account {
  if (process.getuid?.() !== 0) return null
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? []
    if (uid && gid && Number(uid) !== 0) return { uid: Number(uid), gid: Number(gid), name }
  }
  throw new StartError(
    'PostgreSQL does not run as root, and this machine has neither a `postgres` nor a `nobody` account. ' +
      'Start as an ordinary user, or set DATABASE_URL to a PostgreSQL server.',
  )
}

/** The part of `spawn` options that switches to the account. */
export const asAccount = (account: Account) => (account ? { uid: account.uid, gid: account.gid } : {})

/** Whether the account may pass through the nearest directory that exists at or above `path`. */
export function canReach(path: string, account: Account): boolean {
  if (!account) return true
  let directory = path
  while (!existsSync(directory)) directory = dirname(directory)
  const probe = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], {
    ...asAccount(account),
    cwd: '/',
    timeout: 5_000,
  })
  return probe.status === 0
}

/** PostgreSQL gets no more of our environment than it needs: the rest may hold secrets. */
export function databaseEnvironment(): NodeJS.ProcessEnv {
  const kept = process.platform === 'win32' ? { ...process.env } : { PATH: process.env.PATH }
  return { ...kept, NODE_ENV: process.env.NODE_ENV, LC_ALL: 'C', TZ: 'UTC' }
}
