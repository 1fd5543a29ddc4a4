/** logind's sessions, through `loginctl` (systemd's or elogind's), told of changes by the folder that logind itself keeps. */

import { execFile } from 'node:child_process'
import { watch } from 'node:fs'
import { promisify } from 'node:util'
import { SYSTEM_ENVIRONMENT } from '../filter/system-command'
import { PROPERTIES, parseSessionIds, parseSessions } from './loginctl-output'
import type { Logon, LogonSource } from './logon'

const run = promisify(execFile)
const FOLDER = '/run/systemd/sessions'

/** Runs `loginctl` and gives back what it prints. @throws where it is missing or logind does not answer */
export type Loginctl = (args: readonly string[]) => Promise<string>

export const loginctl: Loginctl = async (args) => {
  const options = {
    timeout: 10_000,
    maxBuffer: 16 * 1024 * 1024,
    env: { ...SYSTEM_ENVIRONMENT, ...busOf(process.env) },
  }
  return (await run('loginctl', ['--no-pager', ...args], options)).stdout
}

export class Logind implements LogonSource {
  constructor(
    private readonly ask: Loginctl = loginctl,
    private readonly folder = FOLDER,
  ) {}

  async sessions(): Promise<Logon[]> {
    const ids = parseSessionIds(await this.ask(['list-sessions', '--no-legend']).catch(() => ''))
    if (ids.length === 0) return []
    const asked = PROPERTIES.flatMap((name) => ['--property', name])
    // One that has just ended makes it fail for all: then each is asked for by itself.
    const all = await this.ask(['show-session', ...asked, ...ids]).catch(() => null)
    if (all !== null) return parseSessions(all)
    const each = ids.map((id) => this.ask(['show-session', ...asked, id]).catch(() => ''))
    return (await Promise.all(each)).flatMap(parseSessions)
  }

  watch(onChange: () => void): { close(): void } | null {
    try {
      const watcher = watch(this.folder, { persistent: false }, onChange)
      watcher.on('error', () => watcher.close())
      return watcher
    } catch {
      return null
    }
  }
}

/** Where the system's bus is, if not where it always is. */
const busOf = ({ DBUS_SYSTEM_BUS_ADDRESS: bus }: NodeJS.ProcessEnv) =>
  bus === undefined ? {} : { DBUS_SYSTEM_BUS_ADDRESS: bus }
