import { writeSeen } from '../repositories/host-seen'
import type { ServiceContext } from './context'

/** Writes down who was heard since the last time: one statement, however many hosts. What fails is written next time. */
export async function flushSeen(ctx: ServiceContext): Promise<void> {
  const heard = [...ctx.board.all()].filter((host) => host.seenDirty)
  for (const host of heard) host.seenDirty = false
  try {
    await writeSeen(
      ctx.database,
      heard.map(({ id, lastSeenMs }) => ({ id, seenAt: new Date(lastSeenMs) })),
    )
  } catch (error) {
    for (const host of heard) host.seenDirty = true
    throw error
  }
}
