import { z } from 'zod'
import type { MeView } from '../../services/views/user-view'
import { router } from '../init'
import { line } from '../inputs'
import { pending } from '../pending'
import { signedIn } from '../procedures'

export const meRouter = router({
  get: signedIn.query(pending<MeView>()),

  update: signedIn
    .input(
      z.strictObject({
        locale: z.enum(['en', 'es']).optional(),
        theme: z.enum(['system', 'light', 'dark']).optional(),
        name: line(100).optional(),
      }),
    )
    .mutation(pending<MeView>()),

  changePassword: signedIn
    .input(z.strictObject({ current: z.string().max(128), next: z.string().max(1000) }))
    .mutation(pending<{ changed: true }>()),
})
