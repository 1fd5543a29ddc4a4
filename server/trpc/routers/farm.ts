import { z } from 'zod'
import type { FarmView } from '../../services/views/farm-view'
import { router } from '../init'
import { line, reason } from '../inputs'
import { pending } from '../pending'
import { may, signedIn } from '../procedures'

export const farmRouter = router({
  get: signedIn.query(pending<FarmView>()),

  update: may('farm.manage')
    .input(
      z.strictObject({
        name: line(100).optional(),
        approvalQueue: z.boolean().optional(),
        pollSeconds: z.int().min(1).max(3600).optional(),
        slotWindowMs: z.int().min(0).max(600_000).optional(),
        filterRule: z.enum(['all-types', 'any-type']).optional(),
        allowUnverifiedOs: z.boolean().optional(),
        reason,
      }),
    )
    .mutation(pending<FarmView>()),
})
