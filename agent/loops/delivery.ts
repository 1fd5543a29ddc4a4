/** Carries reports from the outbox to the control plane, one at a time and in order. A duplicate does no harm. */

import type { Report, ReportOutput } from '~/protocol/report'
import type { Alarm, Clock } from '../clock'
import type { ControlPlane } from '../control/client'
import { ControlFailure } from '../control/failure'
import type { Log } from '../log'
import type { Outbox } from '../outbox/outbox'
import type { Random } from '../random'
import { retryDelayMs } from './retry-delay'

export interface DeliveryOptions {
  control: Pick<ControlPlane, 'report'>
  outbox: Outbox
  clock: Clock
  random: Random
  log: Log
  /** The server lacks something, or refused a report for good. */
  onFullWanted(): void
}

export class Delivery {
  private alarm: Alarm | null = null
  private busy = false
  private stopped = false
  private paused = false
  private failures = 0
  private current: Promise<void> = Promise.resolve()

  constructor(private readonly options: DeliveryOptions) {}

  /** Delivers what waits, unless it is doing so or waits out a failure. */
  kick(): void {
    if (this.stopped || this.paused || this.busy || this.alarm) return
    this.busy = true
    this.current = this.run().finally(() => {
      this.busy = false
    })
  }

  /** Holds reports back, as long as nobody has accepted this host. */
  pause(paused: boolean): void {
    this.paused = paused
    if (!paused) this.kick()
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.alarm?.cancel()
    await this.current
  }

  private async run(): Promise<void> {
    for (;;) {
      const report = this.options.outbox.head
      if (!report || this.stopped || this.paused) return
      const failure = await this.deliver(report)
      if (failure) return this.waitOut(failure)
      this.failures = 0
    }
  }

  /** @returns what to wait after; null after progress */
  private async deliver(report: Report): Promise<ControlFailure | null> {
    const { control, outbox, onFullWanted } = this.options
    let answer: ReportOutput
    try {
      answer = await control.report(report)
    } catch (error) {
      if (!(error instanceof ControlFailure)) throw error
      if (isPoison(error)) {
        this.options.log.error('the control plane refuses a report', {
          seq: report.seq,
          reason: error.message,
        })
        outbox.clear()
        onFullWanted()
      }
      return error
    }
    // Ahead of us: our count was lost with its file, and what we sent was taken for old.
    const ahead = answer.ack > outbox.last
    await outbox.acknowledge(answer.ack)
    if (answer.reportFull || ahead) onFullWanted()
    if (answer.ack >= report.seq && !(answer.reportFull && report.full)) return null
    return new ControlFailure(
      'refused',
      `report ${report.seq} was not taken; the server stands at ${answer.ack}`,
    )
  }

  private waitOut(failure: ControlFailure): void {
    const { clock, random, log } = this.options
    const wait = retryDelayMs(failure, this.failures++, random)
    if (this.failures === 1) log.warn('reports wait', { reason: failure.message, retryMs: wait })
    if (this.stopped) return
    this.alarm = clock.after(wait, () => {
      this.alarm = null
      this.kick()
    })
  }
}

/** A report that no repetition makes better: 400 and 413. */
function isPoison({ kind, details }: ControlFailure): boolean {
  return kind === 'refused' && (details.status === 400 || details.status === 413)
}
