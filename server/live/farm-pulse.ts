/** The farm's settings that a check-in needs, in memory. A copy: read again after each change. */
export interface FarmPulse {
  pollSeconds: number
  slotWindowMs: number
  /** The number of the newest published revision; 0 before the first. */
  revision: number
  /** When this process began to answer, in milliseconds since 1970. */
  startedMs: number
}

export const createFarmPulse = (startedMs: number): FarmPulse => ({
  pollSeconds: 30,
  slotWindowMs: 0,
  revision: 0,
  startedMs,
})
