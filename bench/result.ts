/** What a bench found: one line for machines, or a table with the limits beside the numbers. */

import { cpus, release, totalmem, type } from 'node:os'

export interface BenchResult {
  bench: string
  /** Units are in the names: `checkinsPerSecond`, `p99Ms`. */
  figures: Record<string, number>
  /** What the same machine can do at all, measured in the same run. */
  limits: Record<string, number>
  ratios: Record<string, number>
  /** What a reader must know to trust the numbers; for people only. */
  notes?: string[]
}

export function machine(): string {
  const [cpu] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${cpus().length} x ${cpu?.model.trim() ?? 'unknown CPU'}, ${memory} GiB, ${type()} ${release()}, Node ${process.version}`
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const half = sorted.length >> 1
  return sorted.length % 2 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
}

/** The smallest value that at least this part (0 to 1) of all values does not exceed. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0
}

const round = (value: number) => Number(value.toPrecision(4))
const rounded = (numbers: Record<string, number>) =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, round(value)]))

export function jsonLine({ bench, figures, limits, ratios }: BenchResult): string {
  const numbers = { figures: rounded(figures), limits: rounded(limits), ratios: rounded(ratios) }
  return JSON.stringify({ bench, machine: machine(), ...numbers })
}

export function table({ bench, figures, limits, ratios, notes = [] }: BenchResult): string {
  const section = (title: string, numbers: Record<string, number>) => [
    title,
    ...Object.entries(numbers).map(([name, value]) => `  ${name.padEnd(32)}${shown(value).padStart(14)}`),
  ]
  return [
    `${bench} on ${machine()}`,
    ...section('figures', figures),
    ...section('limits', limits),
    ...section('ratios', ratios),
    ...notes,
  ].join('\n')
}

const shown = (value: number) => round(value).toLocaleString('en', { maximumFractionDigits: 3 })
