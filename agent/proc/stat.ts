/** `/proc/PID/stat` (proc_pid_stat(5)). Pure. */

export interface ProcessStat {
  pid: number
  parent: number
  /** `Z` for one that has ended and that nobody has waited for. */
  state: string
  /** Clock ticks after boot: with the process id it names one process for ever. */
  startTime: string
}

/** From the state to the start time. */
const FIELDS = 22 - 2

/** Null for text of another form. The name in brackets may hold anything, brackets and blanks too. */
export function parseStat(text: string): ProcessStat | null {
  const open = text.indexOf('(')
  const close = text.lastIndexOf(')')
  if (open < 0 || close < open) return null
  const pid = Number(text.slice(0, open).trim())
  // What follows the name starts with field 3, the state; 4 is the parent, 22 the start time.
  const fields = text
    .slice(close + 2)
    .trim()
    .split(' ', FIELDS)
  const [state, parent] = fields
  const startTime = fields[FIELDS - 1]
  if (!Number.isSafeInteger(pid) || !state || !startTime || !/^\d+$/.test(startTime)) return null
  return { pid, parent: Number(parent), state, startTime }
}
