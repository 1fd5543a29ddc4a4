/** How a revision shall go out, as people write it. What a plan must be is asked of `domain/rollout`. */

import { z } from 'zod'
import { APPLY_TIMES, MOST_WAVES, planOf } from '~/domain/rollout'
import { instant, line } from './inputs'

const wave = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hosts'), hosts: z.int().min(1).max(1_000_000) }),
  z.strictObject({ kind: z.literal('percent'), percent: z.number().gt(0).max(100) }),
  z.strictObject({ kind: z.literal('tag'), tag: line(64) }),
  z.strictObject({ kind: z.literal('group'), group: line(100) }),
])

const tolerated = z.int().min(0).max(1_000_000)

const gate = z.strictObject({
  failedHosts: tolerated,
  silentPercent: z.number().min(0).max(100),
  bindFailures: tolerated,
  discrepancies: tolerated,
})

const openHours = z.strictObject({
  days: z.array(z.int().min(1).max(7)).max(7),
  from: z.string().max(5),
  to: z.string().max(5),
  timeZone: z.string().max(64),
})

const apply = z.enum(APPLY_TIMES)

export const waves = z.array(wave).min(1).max(MOST_WAVES)

const rollout = z
  .strictObject({
    waves: waves.optional(),
    gate: gate.optional(),
    soakSeconds: z
      .int()
      .min(0)
      .max(7 * 86_400)
      .optional(),
    patienceMinutes: z
      .int()
      .min(1)
      .max(30 * 1440)
      .optional(),
    onFailure: z.enum(['halt', 'roll-back']).optional(),
    apply: apply.optional(),
    startAt: instant.optional(),
    window: openHours.optional(),
  })
  .transform(planOf)

/** Fields of a publish: `rollout` takes it out in waves, without it every host is told at once. */
export const delivery = { rollout: rollout.optional(), apply: apply.optional() }
