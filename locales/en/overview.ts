/** The farm at a glance. */
import { choose, count } from './common'

export const overview = {
  title: 'Overview',
  question: 'Is the farm converged, and what needs somebody?',
  sessions: {
    title: 'Sessions',
    hint: 'Open at the end of each hour, over the last 24 hours',
    openNow: (n: number) => choose(n, 'open session now', 'open sessions now'),
    logonsInDay: (n: number) => `${count(n, 'logon', 'logons')} in 24 hours`,
    chart: (most: string) => `Open sessions by the hour over the last 24 hours; at most ${most}.`,
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
  lifecycle: 'Hosts by lifecycle',
  changes: {
    title: 'Last changes',
    all: 'Whole record',
    none: 'Nobody has changed anything lately.',
  },
}
