/** Process and session lists beside captures: they give rows the names, sessions and users that the capture lacks. */

import { detached } from '~/domain/discovery/detached'
import type { OsFamily } from '~/domain/host-facts'
import { programKey } from '~/domain/program'
import type { CaptureRow, NamedProcess, NamedSession } from './model'

/** Processes kept of one list: more than any machine has. */
const MAX_PROCESSES = 200_000
/** tasklist's table cuts longer names. */
const CUT_NAME = 25

export class SideData {
  private readonly processes = new Map<number, NamedProcess>()
  private readonly users = new Map<number, string>()
  /** Process ids that two lists name differently: they are of two moments, and say nothing. */
  private readonly doubtful = new Set<number>()

  get isEmpty(): boolean {
    return this.processes.size === 0 && this.users.size === 0
  }

  addProcess(found: NamedProcess): void {
    const known = this.processes.get(found.pid)
    if (
      known &&
      known.name !== undefined &&
      found.name !== undefined &&
      !sameProgram(known.name, found.name)
    ) {
      this.doubtful.add(found.pid)
      return
    }
    if (!known && this.processes.size >= MAX_PROCESSES) return
    const name = longer(known?.name, found.name)
    this.processes.set(found.pid, { ...known, ...found, name: name && detached(name) })
  }

  addSession({ id, user }: NamedSession): void {
    if (user !== undefined && this.users.size < MAX_PROCESSES) this.users.set(id, detached(user))
  }

  /** What the lists say of a process id; nothing when they contradict each other. */
  processOf(pid: number | undefined): NamedProcess | undefined {
    return pid === undefined || this.doubtful.has(pid) ? undefined : this.processes.get(pid)
  }

  userOf(session: number | undefined): string | undefined {
    return session === undefined ? undefined : this.users.get(session)
  }

  get doubts(): number {
    return this.doubtful.size
  }
}

/** Counts how well the lists and a capture fit: lists of another machine give names to the wrong processes. */
export class Joined {
  private matched = 0
  private missing = 0
  private readonly conflicts = new Map<number, string>()

  constructor(
    private readonly side: SideData,
    private readonly family: OsFamily,
  ) {}

  /** A row with what the lists add. What the capture printed stays as it is. */
  join(row: CaptureRow): CaptureRow {
    if (this.side.isEmpty) return row
    const found = this.side.processOf(row.pid)
    if (row.pid !== undefined && row.pid !== 0) this.compare(row, found)
    const session = row.session ?? found?.session
    const user = row.user ?? found?.user ?? this.side.userOf(session)
    const joined = { ...row }
    if (joined.process === undefined && found?.name !== undefined) joined.process = found.name
    if (session !== undefined) joined.session = session
    if (user !== undefined) joined.user = user
    return joined
  }

  private compare(row: CaptureRow, found: NamedProcess | undefined): void {
    if (!found) this.missing++
    else if (row.process === undefined || found.name === undefined) this.matched++
    else if (sameProgram(programKey(row.process, this.family), found.name)) this.matched++
    else if (this.conflicts.size < 100)
      this.conflicts.set(
        row.pid ?? 0,
        `process ${row.pid} is ${row.process} in one and ${found.name} in the other`,
      )
  }

  /** Why the lists cannot be of the capture's machine and moment, or null. Two contradictions are no accident. */
  contradiction(): string | null {
    const [first] = this.conflicts.values()
    return this.conflicts.size >= 2 && this.conflicts.size * 4 > this.matched ? (first ?? null) : null
  }

  /** What should be said of the fit. */
  note(): string | undefined {
    if (this.side.isEmpty || this.missing === 0) return undefined
    return `${this.missing} of ${this.missing + this.matched + this.conflicts.size} rows have a process id that the process list does not know.`
  }
}

function longer(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return other.length > one.length ? other : one
}

// `bbcomm` of PowerShell is `bbcomm.exe`, and the table's names end after 25 characters.
function sameProgram(one: string, other: string): boolean {
  const [a, b] = [bare(one), bare(other)]
  return (
    a === b || (a.length >= CUT_NAME - 4 && b.startsWith(a)) || (b.length >= CUT_NAME - 4 && a.startsWith(b))
  )
}

const bare = (name: string) =>
  name
    .slice(Math.max(name.lastIndexOf('\\'), name.lastIndexOf('/')) + 1)
    .toLowerCase()
    .replace(/\.exe$/, '')
