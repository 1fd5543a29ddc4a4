/** The farm at a glance. */
import { choose, count } from './common'

export const overview = {
  title: 'Overview',
  question: 'Is the farm converged, and what needs somebody?',
  first: {
    title: 'First steps',
    hint: 'What a new farm needs, in this order.',
    done: 'Done',
    steps: {
      enrol: { title: 'Enrol a host', text: 'A delivery group, a token, and one command on the host.' },
      policy: {
        title: 'Write a policy',
        text: 'Which programs get an address of their own, and on which hosts.',
      },
      publish: {
        title: 'Review and publish',
        text: 'Hosts follow within seconds, and this screen shows it.',
      },
    },
  },
  sessions: {
    title: 'Sessions',
    span: 'Time shown',
    spans: { day: '24 hours', week: '7 days' },
    hints: {
      day: 'Open at the end of each hour, over the last 24 hours',
      week: 'The most open in each six hours, over the last 7 days',
    },
    openNow: (n: number) => choose(n, 'open session now', 'open sessions now'),
    logonsIn: {
      day: (n: number) => `${count(n, 'logon', 'logons')} in 24 hours`,
      week: (n: number) => `${count(n, 'logon', 'logons')} in 7 days`,
    },
    charts: {
      day: (most: string) => `Open sessions by the hour over the last 24 hours; at most ${most}.`,
      week: (most: string) => `Open sessions over the last 7 days, by six hours; at most ${most}.`,
    },
    nowMark: 'now',
    asTable: 'As a table',
    table: 'Sessions by the hour',
    hour: 'Hour from',
    open: 'Open at its end',
    logons: 'Logons',
  },
  discrepancies: {
    title: 'Discrepancies',
    none: 'Every open session shows what was predicted, as far as it was seen.',
  },
  findings: {
    title: 'Findings',
    open: (n: number) => count(n, 'open finding', 'open findings'),
    none: 'Discovery has nothing that waits for a decision.',
  },
  pools: {
    title: 'Address pools',
    held: (held: string, size: string, share: string) => `${held} of ${size} held, ${share}`,
    full: 'Full at this pace',
  },
  lifecycle: 'Hosts by lifecycle',
  changes: {
    title: 'Last changes',
    all: 'Whole record',
    none: 'Nobody has changed anything lately.',
  },
}
