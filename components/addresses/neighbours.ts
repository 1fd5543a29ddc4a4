import type { HeldRow } from '~/components/data/api'

/** Who held it last before a moment at which nobody did, and who first after it. `at` in milliseconds. */
export function neighboursOf(
  rows: readonly HeldRow[],
  at: number,
): { before: HeldRow | null; after: HeldRow | null } {
  let before: HeldRow | null = null
  let after: HeldRow | null = null
  for (const row of rows) {
    if (row.to && Date.parse(row.to) <= at && (!before?.to || row.to > before.to)) before = row
    if (Date.parse(row.from) > at && (!after || row.from < after.from)) after = row
  }
  return { before, after }
}
