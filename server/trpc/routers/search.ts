import { z } from 'zod'
import { roleCan } from '~/domain/permission'
import { findAnything } from '../../services/find-anything'
import { router } from '../init'
import { line } from '../inputs'
import { may } from '../procedures'

export const searchRouter = router({
  /** A few of each kind. Whoever wants them all opens the list with the same word. */
  find: may('hosts.see')
    .input(z.strictObject({ q: line(100), limit: z.int().min(1).max(20).default(5) }))
    .query(({ ctx, input }) =>
      findAnything(ctx.services, { ...input, withPolicies: roleCan(ctx.user.role, 'policies.see') }),
    ),
})
