/** What `verify` found of each session, kept fresh by the agent: one session at a time, new ones first. */

import type { ReportedPrediction } from '~/protocol/report'
import { type Clock, instantOf } from '../../../clock'
import type { FilteredSession } from './filter-files'
import type { Verified } from './verify'

export type Proof = NonNullable<ReportedPrediction['proof']>

/** Each session is proved anew this often; nobody is told before the result is another or so much later. */
const EVERY_MS = 3_600_000
/** One that failed: what was wrong may have been set right, or have been a moment's. */
const FAILED_EVERY_MS = 60_000
/** At most one self-test in so long, however many sessions there are. */
const PAUSE_MS = 5_000

interface Entry {
  /** What it was proved for: a change of lists or addresses asks for another proof. */
  subject: string
  proof: Proof
  at: number
}

export class Proofs {
  private readonly entries = new Map<number, Entry>()
  private running: Promise<void> | null = null
  private lastAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly clock: Clock,
    private readonly verify: (session: FilteredSession) => Promise<Verified | null>,
  ) {}

  /** The last result for a session as it is. */
  of(session: FilteredSession, list: string): Proof | undefined {
    const entry = this.entries.get(session.id)
    return entry?.subject === subjectOf(session, list) ? entry.proof : undefined
  }

  /** Begins a self-test where one is due. `onNews` is called when a result is another than it was. */
  keepFresh(sessions: readonly FilteredSession[], list: string, onNews: () => void): void {
    const now = this.clock.now()
    const open = new Set(sessions.map(({ id }) => id))
    for (const id of this.entries.keys()) if (!open.has(id)) this.entries.delete(id)
    if (this.running || now - this.lastAt < PAUSE_MS) return
    const due = sessions.find((session) => this.isDue(session, list, now))
    if (!due) return
    this.lastAt = now
    this.running = this.prove(due, list, onNews).finally(() => {
      this.running = null
    })
  }

  /** Waits for a self-test that runs. */
  async settled(): Promise<void> {
    await this.running
  }

  private isDue(session: FilteredSession, list: string, now: number): boolean {
    const entry = this.entries.get(session.id)
    if (entry?.subject !== subjectOf(session, list)) return true
    return now - entry.at >= (entry.proof.ok ? EVERY_MS : FAILED_EVERY_MS)
  }

  private async prove(session: FilteredSession, list: string, onNews: () => void): Promise<void> {
    const result = await this.verify(session).catch(() => null)
    if (!result) return
    const at = this.clock.now()
    const wrong = result.checks.filter(({ ok }) => !ok).map(({ what }) => what.slice(0, 64))
    const proof = { ok: result.ok, at: instantOf(at), wrong }
    this.entries.set(session.id, { subject: subjectOf(session, list), proof, at })
    onNews()
  }
}

const subjectOf = ({ logonAt, own, vip, group }: FilteredSession, list: string): string =>
  JSON.stringify([logonAt, own ?? list, vip, group?.attach])
