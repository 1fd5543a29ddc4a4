import { z } from 'zod'
import { listKeys } from '../../services/keys/list-keys'
import { handOutKey, retireKey, useKey } from '../../services/keys/rotate-key'
import { router } from '../init'
import { reason } from '../inputs'
import { may } from '../procedures'

const keyId = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/)

/** The keys that tickets and bundles are signed with. */
export const keysRouter = router({
  list: may('farm.manage').query(({ ctx }) => listKeys(ctx.services)),

  handOut: may('farm.manage')
    .input(z.strictObject({ reason }))
    .mutation(({ ctx, input }) => handOutKey(ctx.services, ctx.actor, input)),

  use: may('farm.manage')
    .input(z.strictObject({ reason }))
    .mutation(({ ctx, input }) => useKey(ctx.services, ctx.actor, input)),

  retire: may('farm.manage')
    .input(z.strictObject({ id: keyId, reason }))
    .mutation(({ ctx, input }) => retireKey(ctx.services, ctx.actor, input)),
})
