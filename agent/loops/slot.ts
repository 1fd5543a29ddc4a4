import { createHash } from 'node:crypto'

/**
 * Where in the window a host acts on a revision, in milliseconds from the nudge: [0, windowMs). The same host and
 * revision give the same slot; over hosts the slots are uniform, so that a farm never checks in at once.
 */
export function slotMs(hostId: string, revision: number, windowMs: number): number {
  if (windowMs <= 0) return 0
  const share = createHash('sha256').update(`${hostId}\n${revision}`).digest().readUIntBE(0, 6) / 2 ** 48
  return Math.floor(share * windowMs)
}
