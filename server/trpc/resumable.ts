/** Streams that a client takes up again where they broke off: each event carries its place as its id. */

import { tracked } from '@trpc/server'
import { z } from 'zod'
import type { Permission } from '~/domain/permission'
import type { Placed } from '../services/row-streams'
import type { TrpcContext } from './context'
import { whileAllowed } from './while-allowed'

/** The client names the last event that arrived. */
export const resumable = z.strictObject({ lastEventId: z.string().max(100).nullish() }).optional()

export async function* placed<Event>(
  ctx: Pick<TrpcContext, 'user' | 'readUser' | 'services'>,
  permission: Permission,
  events: AsyncIterable<Placed<Event>>,
) {
  for await (const { place, event } of whileAllowed(ctx, permission, events)) yield tracked(place, event)
}
