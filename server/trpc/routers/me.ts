import { z } from 'zod'
import { isTimeZone } from '~/domain/instant'
import { changePassword, getMe, updateMe } from '../../services/users/me'
import { router } from '../init'
import { line } from '../inputs'
import { signedIn } from '../procedures'

const timeZone = line(64).refine(isTimeZone, 'a time zone of the IANA list, such as Europe/Madrid')

export const meRouter = router({
  get: signedIn.query(({ ctx }) => getMe(ctx.services, ctx.user)),

  update: signedIn
    .input(
      z.strictObject({
        locale: z.enum(['en', 'es']).optional(),
        theme: z.enum(['system', 'light', 'dark']).optional(),
        density: z.enum(['roomy', 'compact']).optional(),
        timeZone: timeZone.nullable().optional(),
        name: line(100).optional(),
      }),
    )
    .mutation(({ ctx, input }) => updateMe(ctx.services, ctx.actor, ctx.user, input)),

  changePassword: signedIn
    .input(z.strictObject({ current: z.string().max(1000), next: z.string().max(1000) }))
    .mutation(({ ctx, input }) => changePassword(ctx.services, ctx.throttle, ctx.actor, ctx.user, input)),
})
