/** Whether a report is the next one, an old one, or one too far. Pure: the same report is judged alike each time. */

export interface ReportPlace {
  boot: string
  seq: number
  full: boolean
}

export interface HostPlace {
  /** Null until the first report after an enrolment: that one must be full. */
  boot: string | null
  pastBoots: readonly string[]
  reportSeq: number
}

export type Verdict =
  /** Stored before, or of a boot that is over: acknowledged, and nothing else. */
  | { kind: 'old'; ack: number }
  /** Something is missing before it. A reboot that it shows is noted all the same. */
  | { kind: 'gap'; ack: number; reboot: boolean }
  | { kind: 'next'; reboot: boolean }

export function judgeReport(host: HostPlace, { boot, seq, full }: ReportPlace): Verdict {
  if (boot === host.boot) {
    if (seq <= host.reportSeq) return { kind: 'old', ack: host.reportSeq }
    return full || seq === host.reportSeq + 1
      ? { kind: 'next', reboot: false }
      : { kind: 'gap', ack: host.reportSeq, reboot: false }
  }
  if (host.pastBoots.includes(boot)) return { kind: 'old', ack: seq }
  if (host.boot === null)
    return full ? { kind: 'next', reboot: true } : { kind: 'gap', ack: 0, reboot: false }
  return full || seq === 1 ? { kind: 'next', reboot: true } : { kind: 'gap', ack: 0, reboot: true }
}
