/** logind's sessions, through `loginctl` (systemd's or elogind's), told of changes by the folder that logind itself keeps. */

import { execFile } from 'node:child_process'
import { existsSync, watch } from 'node:fs'
import { promisify } from 'node:util'
import { settledSince } from '../../../storage/settled-since'
import { SYSTEM_ENVIRONMENT } from '../filter/system-command'
import { PROPERTIES, parseSessionIds, parseSessions } from './loginctl-output'
import type { Logon, LogonSource } from './logon'

const run = promisify(execFile)
const FOLDER = '/run/systemd/sessions'
/** Looks after which it is asked all the same: five minutes of them. */
const KEPT_LOOKS = 20

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
  private last: { since: bigint | null; sessions: Logon[]; kept: number } | null = null

  constructor(
    private readonly ask: Loginctl = loginctl,
    private readonly folder = FOLDER,
  ) {}

  /** As asked before while the folder stands unchanged: to ask starts a process, which costs more than all other looking. */
  async sessions(): Promise<Logon[]> {
    const since = settledSince(this.folder)
    const isKept = this.last && this.last.since === since && this.last.kept < KEPT_LOOKS
    if (isKept && this.last) {
      this.last.kept++
      return this.last.sessions
    }
    const list = await this.ask(['list-sessions', '--no-legend']).catch(() => null)
    const sessions = list === null ? [] : await this.named(parseSessionIds(list))
    // Where neither is the folder nor answers anybody, there is no logind; where it is, logind may be about to start.
    const isCertain = list === null ? !existsSync(this.folder) : since !== null
    this.last = isCertain ? { since, sessions, kept: 0 } : null
    return sessions
  }

  private async named(ids: readonly string[]): Promise<Logon[]> {
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
