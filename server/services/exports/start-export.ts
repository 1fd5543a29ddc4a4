import { randomUUID } from 'node:crypto'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { type AuditFilter, resolveAuditFilter } from '../../repositories/audit-filter'
import { type CopySource, type ExportFormat, type ExportQuery, startCopy } from '../../repositories/export'
import { type AllocationFilter, allocationExport, auditExport } from '../../repositories/export-queries'
import type { ServiceContext } from '../context'

export type { CopySource, ExportFormat }

export type ExportRequest =
  | { what: 'audit'; format: ExportFormat; filter: AuditFilter }
  | { what: 'allocations'; format: ExportFormat; filter: AllocationFilter }

export interface StartedExport {
  stream: NodeJS.ReadableStream
  /** Call it always, once, when the reader is done or gone. It puts on the record how much was read. */
  close(): Promise<void>
}

/** Each holds a connection for as long as its reader takes. */
const MOST_AT_ONCE = 4
let running = 0

/** Begins an export. That it was read is on the record before its first byte leaves. */
export async function startExport(
  { database }: Pick<ServiceContext, 'database'>,
  source: CopySource,
  actor: Actor,
  request: ExportRequest,
): Promise<StartedExport> {
  if (running >= MOST_AT_ONCE) {
    throw new AppError('unavailable', `${MOST_AT_ONCE} exports are running. Try again when one is done.`, {
      retryAfter: 30,
    })
  }
  running += 1
  try {
    const { what, format, filter } = request
    const object = { kind: 'export', id: randomUUID() }
    await recordAudit(database, { actor, action: `export.${what}`, object, after: { format, filter } })
    const query: ExportQuery =
      request.what === 'audit'
        ? auditExport(await resolveAuditFilter(database, request.filter))
        : allocationExport(request.filter)
    const copy = await startCopy(source, query, format)
    return {
      stream: copy.stream,
      async close() {
        running -= 1
        const complete = copy.stream.readableEnded
        await copy.close()
        const after = { what, complete, ...(complete && { rows: copy.rows() }) }
        await recordAudit(database, { actor, action: 'export.end', object, after })
      },
    }
  } catch (error) {
    running -= 1
    throw error
  }
}
