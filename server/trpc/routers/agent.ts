/** The agents' calls as tRPC sees them. `server/http/agent` answers the frequent ones itself, in the same words. */

import { type CheckInOutput, checkInOutput, type Nudge } from '~/protocol/check-in'
import { enrollOutput } from '~/protocol/enroll'
import { leaseOutput, releaseOutput, sliceOutput } from '~/protocol/lease'
import { reportOutput } from '~/protocol/report'
import { authenticateHost } from '../../services/authenticate-host'
import { checkIn } from '../../services/check-in'
import { enrollHost } from '../../services/enroll-host'
import { ingestReport } from '../../services/ingest-report'
import { giveSlice } from '../../services/pools/give-slice'
import { leaseAddress, releaseAddress } from '../../services/pools/lease-address'
import { watchNudges } from '../../services/watch-nudges'
import { agentProcedure, agentRouterOf } from '../agent-init'
import { parseCheckIn, parseEnroll, parseLease, parseRelease, parseReport, parseSlice } from '../agent-input'

/** A host that proved its credential. */
const asHost = agentProcedure.use(({ ctx, next }) =>
  next({ ctx: { host: authenticateHost(ctx.services, ctx.authorization) } }),
)

export const agentRouter = agentRouterOf({
  enroll: agentProcedure
    .input(parseEnroll)
    .output(enrollOutput)
    .mutation(({ ctx, input }) => ctx.guard.run(ctx.from, () => enrollHost(ctx.services, input))),

  checkIn: asHost
    .input(parseCheckIn)
    .output(checkInOutput)
    .mutation(({ ctx, input }): Promise<CheckInOutput> => checkIn(ctx.services, ctx.host, input)),

  report: asHost
    .input(parseReport)
    .output(reportOutput)
    .mutation(({ ctx, input }) => ingestReport(ctx.services, ctx.host.id, input)),

  lease: asHost
    .input(parseLease)
    .output(leaseOutput)
    .mutation(({ ctx, input }) => leaseAddress(ctx.services, ctx.host, input)),

  slice: asHost
    .input(parseSlice)
    .output(sliceOutput)
    .mutation(({ ctx, input }) => giveSlice(ctx.services, ctx.host, input)),

  release: asHost
    .input(parseRelease)
    .output(releaseOutput)
    .mutation(({ ctx, input }) => releaseAddress(ctx.services, ctx.host, input)),

  watch: asHost.subscription(async function* ({ ctx, signal }): AsyncGenerator<Nudge, void> {
    yield* watchNudges(ctx.services, ctx.host.id, signal)
  }),
})

export type AgentRouter = typeof agentRouter
