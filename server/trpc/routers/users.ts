import { z } from 'zod'
import { ROLES } from '~/domain/permission'
import type { UserRow } from '../../services/views/user-view'
import { router } from '../init'
import { id, line } from '../inputs'
import { pending } from '../pending'
import { may } from '../procedures'

const role = z.enum(ROLES)

export const usersRouter = router({
  list: may('farm.manage').query(pending<{ rows: UserRow[] }>()),

  create: may('farm.manage')
    .input(
      z.strictObject({
        username: z.string().max(64),
        name: line(100),
        role,
        password: z.string().max(1000),
      }),
    )
    .mutation(pending<UserRow>()),

  setRole: may('farm.manage').input(z.strictObject({ id, role })).mutation(pending<UserRow>()),

  setDisabled: may('farm.manage')
    .input(z.strictObject({ id, disabled: z.boolean() }))
    .mutation(pending<UserRow>()),
})
