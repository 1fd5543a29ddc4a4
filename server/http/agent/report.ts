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

/** Fewer than the pool has connections: people's calls still find one while a storm of reports is stored. */
const AT_ONCE = 8
const MOST_WAITING = 512

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
