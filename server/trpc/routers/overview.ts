import { z } from 'zod'
import { FINDING_VERDICTS } from '~/domain/discovery/stored-finding'
import { CONVERGENCES, LIFECYCLES } from '~/domain/host-state'
import { roleCan } from '~/domain/permission'
import { getOverview } from '../../services/get-overview'
import { watchOverview } from '../../services/row-streams'
import { router } from '../init'
import { may } from '../procedures'
import { placed, resumable } from '../resumable'

// Calls without HTTP have no signal: whoever makes them ends the iteration.
const NEVER = new AbortController().signal

const amount = z.int().min(0)
const text = z.string().nullable()
const instant = z.iso.datetime()
const hour = z.strictObject({
  at: instant,
  end: instant.nullable(),
  open: amount,
  openAt: instant.nullable(),
  logons: amount,
})

const overview = z.strictObject({
  hosts: z.strictObject({
    total: amount,
    byConvergence: z.record(z.enum(CONVERGENCES), amount),
    byLifecycle: z.record(z.enum(LIFECYCLES), amount),
    sessions: amount,
    revision: amount,
    stragglers: z
      .array(z.strictObject({ id: z.string(), name: z.string(), state: z.enum(CONVERGENCES) }))
      .max(8),
  }),
  sessions: z.strictObject({
    now: amount,
    hours: z.array(hour).length(24),
    week: z.array(hour).length(28),
    discrepancies: z.array(z.strictObject({ reason: z.string(), sessions: amount })).max(50),
  }),
  findings: z
    .array(z.strictObject({ verdict: z.enum(FINDING_VERDICTS), findings: amount }))
    .max(FINDING_VERDICTS.length),
  changes: z
    .array(
      z.strictObject({
        id: z.string(),
        at: instant,
        actor: z.strictObject({
          kind: z.enum(['user', 'host', 'cli', 'system']),
          id: text,
          name: z.string(),
        }),
        action: z.string(),
        object: z.strictObject({ kind: z.string(), id: text, name: text }),
        reason: text,
      }),
    )
    .max(8)
    .nullable(),
})

export const overviewRouter = router({
  get: may('hosts.see')
    .output(overview)
    .query(({ ctx }) => getOverview(ctx.services, { withChanges: roleCan(ctx.user.role, 'audit.see') })),

  /** That it moved, at most once a second: one stream for all that it counts. */
  watch: may('hosts.see')
    .input(resumable)
    .subscription(({ ctx, input, signal }) =>
      placed(ctx, 'hosts.see', watchOverview(ctx.services, signal ?? NEVER, input?.lastEventId)),
    ),
})
