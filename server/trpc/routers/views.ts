import { z } from 'zod'
import { listViews, removeView, saveView } from '../../services/users/saved-views'
import { router } from '../init'
import { id, line } from '../inputs'
import { signedIn } from '../procedures'

const list = z.string().regex(/^[a-z-]{1,40}$/)

/** Views of lists that a person keeps: everybody sees and changes their own only. */
export const viewsRouter = router({
  list: signedIn
    .input(z.strictObject({ list }))
    .query(({ ctx, input }) => listViews(ctx.services, ctx.user, input)),

  save: signedIn
    .input(z.strictObject({ list, name: line(60), query: line(2000, 0) }))
    .mutation(({ ctx, input }) => saveView(ctx.services, ctx.user, input)),

  remove: signedIn
    .input(z.strictObject({ id }))
    .mutation(({ ctx, input }) => removeView(ctx.services, ctx.user, input)),
})
