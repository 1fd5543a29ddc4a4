import type { IncomingMessage, ServerResponse } from 'node:http'
import { MAX_REPORT_BYTES } from '~/protocol/report'
import { authenticateHost } from '../../services/authenticate-host'
import type { ServiceContext } from '../../services/context'
import { ingestReport } from '../../services/ingest-report'
import { parseReport } from '../../trpc/agent-input'
import { readJsonBody } from './body'
import type { Refuse } from './check-in'
import { createGate } from './gate'
import { answerData } from './trpc-answer'

/**
 * Few: after a publish a whole farm reports at once, and what is stored then must leave room for the check-ins of hosts
 * that have yet to hear of it, and connections for people.
 */
const AT_ONCE = 4
const MOST_WAITING = 1_024

/** `report`: the body may be gzipped. Stored reports are acknowledged, and only those. */
export function createReportHandler(ctx: ServiceContext, refuse: Refuse) {
  const gate = createGate(AT_ONCE, MOST_WAITING)
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    try {
      const { id } = authenticateHost(ctx, req.headers.authorization)
      const report = parseReport(await readJsonBody(req, MAX_REPORT_BYTES))
      answerData(res, await gate(() => ingestReport(ctx, id, report)))
    } catch (error) {
      refuse(res, 'report', error)
    }
  }
}
