/**
 * Reports on their way to the control plane: durable, in sequence, bounded. A report leaves when it is acknowledged;
 * when too much waits, the owner replaces the lot by one full report.
 */

import type { Report } from '~/protocol/report'
import { storable } from '~/protocol/storable'
import { type Log, messageOf } from '../log'
import type { Storage } from '../storage/storage'
import { ackLine, entryLine, headLine, readOutbox } from './outbox-file'

export const OUTBOX_FILE = 'outbox.jsonl'

export interface OutboxLimits {
  reports: number
  bytes: number
}

const LIMITS: OutboxLimits = { reports: 500, bytes: 8 * 1024 * 1024 }

interface Waiting {
  report: Report
  bytes: number
}

export class Outbox {
  private waiting: Waiting[] = []
  private waitingBytes = 0
  private fileBytes = 0
  private ackedSeq = 0
  private lastSeq = 0
  /** What stands in the file is not what waits: it is to be written whole. */
  private stale = false
  /** Every report up to this one was written when the file was last written whole. */
  private writtenSeq = 0
  /** One write at a time: what is appended to a file that is just being replaced is lost with it. */
  private writing: Promise<void> = Promise.resolve()

  private constructor(
    private readonly storage: Storage,
    readonly boot: string,
    private readonly log: Log,
    private readonly limits: OutboxLimits,
  ) {}

  /** Opens the outbox of a boot. What an earlier boot left unsent is dropped: its sessions ended with it. */
  static async open(storage: Storage, boot: string, log: Log, limits = LIMITS): Promise<Outbox> {
    const outbox = new Outbox(storage, boot, log, limits)
    const text = await storage.read(OUTBOX_FILE).catch((error) => {
      log.warn('the outbox cannot be read', { error: messageOf(error) })
      return null
    })
    const found = text === null ? null : readOutbox(text)
    if (found && found.boot === boot) {
      outbox.ackedSeq = found.acked
      outbox.lastSeq = found.last
      for (const report of found.reports) outbox.hold(report, Buffer.byteLength(entryLine(report)))
    } else if (found && found.reports.length > 0) {
      log.warn('reports of an earlier boot were never delivered', { reports: found.reports.length })
    }
    await outbox.rewrite()
    return outbox
  }

  /** The newest sequence number the server has acknowledged in this boot; 0 before the first. */
  get acked(): number {
    return this.ackedSeq
  }

  /** The newest sequence number given. */
  get last(): number {
    return this.lastSeq
  }

  get size(): number {
    return this.waiting.length
  }

  get overfull(): boolean {
    return this.waiting.length > this.limits.reports || this.waitingBytes > this.limits.bytes
  }

  /** The oldest report not yet acknowledged. */
  get head(): Report | null {
    return this.waiting[0]?.report ?? null
  }

  get reports(): Report[] {
    return this.waiting.map((one) => one.report)
  }

  /** Gives a report its number and keeps it. With a full disk it is kept in memory alone, and the log says so. */
  async add(draft: Omit<Report, 'boot' | 'seq'>): Promise<void> {
    this.lastSeq += 1
    // A name that was cut through a character, say: one such text would have every report after it refused.
    const report: Report = storable({ ...draft, boot: this.boot, seq: this.lastSeq })
    const line = entryLine(report)
    this.hold(report, Buffer.byteLength(line))
    await this.inTurn(async () => {
      if (report.seq > this.writtenSeq) await this.append(line)
    })
  }

  /** Drops everything up to `seq`. */
  async acknowledge(seq: number): Promise<void> {
    if (seq <= this.ackedSeq) return
    this.ackedSeq = seq
    // More than was ever given: our count was lost with its file. Go on from the server's.
    if (seq > this.lastSeq) this.lastSeq = seq
    while (this.waiting[0] && this.waiting[0].report.seq <= seq) {
      this.waitingBytes -= this.waiting.shift()?.bytes ?? 0
    }
    const worthRewriting = this.fileBytes > 64 * 1024 && this.fileBytes > 4 * this.waitingBytes
    await this.inTurn(() => (worthRewriting ? this.rewrite() : this.append(ackLine(seq))))
  }

  /**
   * Drops everything that waits; the caller adds a full report in its place. Until that is written the file keeps what
   * was dropped: an agent that is killed between has the one or the other.
   */
  clear(): void {
    this.waiting = []
    this.waitingBytes = 0
    this.stale = true
  }

  private inTurn(write: () => Promise<void>): Promise<void> {
    this.writing = this.writing.then(write)
    return this.writing
  }

  private hold(report: Report, bytes: number): void {
    this.waiting.push({ report, bytes })
    this.waitingBytes += bytes
  }

  private async append(line: string): Promise<void> {
    // After a failed write the file's end may be torn as well, and nothing behind it would be read.
    if (this.stale) return this.rewrite()
    this.fileBytes += Buffer.byteLength(line)
    await this.storage.append(OUTBOX_FILE, line).catch((error) => this.notDurable(error))
  }

  private async rewrite(): Promise<void> {
    const text = headLine(this.boot, this.ackedSeq, this.lastSeq) + this.reports.map(entryLine).join('')
    this.fileBytes = Buffer.byteLength(text)
    this.writtenSeq = this.lastSeq
    this.stale = false
    await this.storage.writeAtomic(OUTBOX_FILE, text).catch((error) => this.notDurable(error))
  }

  private notDurable(error: unknown): void {
    this.stale = true
    this.writtenSeq = 0
    this.log.error('reports wait in memory only: the outbox cannot be written', { error: messageOf(error) })
  }
}
