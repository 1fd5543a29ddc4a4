import { z } from 'zod'
import type { CreatedToken, TokenRow } from '../../services/views/token-view'
import { router } from '../init'
import { id, line, tags } from '../inputs'
import { pending } from '../pending'
import { may } from '../procedures'

export const tokensRouter = router({
  list: may('hosts.manage').query(pending<{ rows: TokenRow[] }>()),

  create: may('hosts.manage')
    .input(
      z.strictObject({
        label: line(100),
        deliveryGroupId: id,
        tags: tags.optional(),
        ou: line(1000).optional(),
        uses: z.int().min(1).max(1000),
        hours: z.int().min(1).max(720),
      }),
    )
    .mutation(pending<CreatedToken>()),

  revoke: may('hosts.manage').input(z.strictObject({ id })).mutation(pending<{ revoked: true }>()),
})
