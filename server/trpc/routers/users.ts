import { z } from 'zod'
import { ROLES } from '~/domain/permission'
import { setUserDisabled, setUserRole } from '../../services/users/change-user'
import { createUser } from '../../services/users/create-user'
import { listUserRows } from '../../services/users/list-users'
import { router } from '../init'
import { id, line } from '../inputs'
import { may } from '../procedures'

const role = z.enum(ROLES)

export const usersRouter = router({
  list: may('farm.manage').query(({ ctx }) => listUserRows(ctx.services)),

  create: may('farm.manage')
    .input(
      z.strictObject({
        username: z.string().max(64),
        name: line(100),
        role,
        password: z.string().max(1000),
      }),
    )
    .mutation(({ ctx, input }) => createUser(ctx.services, ctx.actor, input)),

  setRole: may('farm.manage')
    .input(z.strictObject({ id, role }))
    .mutation(({ ctx, input }) => setUserRole(ctx.services, ctx.actor, input)),

  setDisabled: may('farm.manage')
    .input(z.strictObject({ id, disabled: z.boolean() }))
    .mutation(({ ctx, input }) => setUserDisabled(ctx.services, ctx.actor, input)),
})
