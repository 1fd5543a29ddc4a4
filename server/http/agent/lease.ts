/** `lease` and `release`: at a logon storm they come by the thousand, so they are answered by hand. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { MAX_LEASE_BYTES } from '~/protocol/lease'
import type { BoardHost } from '../../live/host-board'
import { authenticateHost } from '../../services/authenticate-host'
import type { ServiceContext } from '../../services/context'
import { leaseAddress, releaseAddress } from '../../services/pools/lease-address'
import { parseLease, parseRelease } from '../../trpc/agent-input'
import { readJsonBody } from './body'
import type { Refuse } from './check-in'
import { answerData } from './trpc-answer'

export const createLeaseHandler = (ctx: ServiceContext, refuse: Refuse) =>
  handlerOf(ctx, refuse, 'lease', (host, raw) => leaseAddress(ctx, host, parseLease(raw)))

export const createReleaseHandler = (ctx: ServiceContext, refuse: Refuse) =>
  handlerOf(ctx, refuse, 'release', (host, raw) => releaseAddress(ctx, host, parseRelease(raw)))

function handlerOf(
  ctx: ServiceContext,
  refuse: Refuse,
  path: string,
  call: (host: BoardHost, raw: unknown) => Promise<unknown>,
) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    try {
      const host = authenticateHost(ctx, req.headers.authorization)
      answerData(res, await call(host, await readJsonBody(req, MAX_LEASE_BYTES)))
    } catch (error) {
      refuse(res, path, error)
    }
  }
}
