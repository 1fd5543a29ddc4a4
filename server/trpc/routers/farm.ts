import { z } from 'zod'
import { aboutFarm } from '../../services/farm/about-farm'
import { getFarm, updateFarm } from '../../services/farm/farm-settings'
import { router } from '../init'
import { line, reason } from '../inputs'
import { may, signedIn } from '../procedures'

export const farmRouter = router({
  get: signedIn.query(({ ctx }) => getFarm(ctx.services)),

  about: signedIn.query(({ ctx }) => aboutFarm(ctx.services)),

  update: may('farm.manage')
    .input(
      z.strictObject({
        name: line(100).optional(),
        approvalQueue: z.boolean().optional(),
        pollSeconds: z.int().min(1).max(3600).optional(),
        slotWindowMs: z.int().min(0).max(600_000).optional(),
        filterRule: z.enum(['all-types', 'any-type']).optional(),
        allowUnverifiedOs: z.boolean().optional(),
        approveAboveHosts: z.int().min(0).max(1_000_000).nullable().optional(),
        historyDays: z.int().min(31).max(3650).nullable().optional(),
        pseudonymDays: z.int().min(1).max(3650).nullable().optional(),
        reason,
      }),
    )
    .mutation(({ ctx, input }) => updateFarm(ctx.services, ctx.actor, input)),
})
