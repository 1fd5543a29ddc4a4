/** Exports as downloads: checked, recorded, streamed. A reader that goes away ends the query. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { type Permission, roleCan } from '~/domain/permission'
import { isCrossSite } from '../auth/same-origin'
import { actorOf } from '../auth/signed-in-user'
import { AppError } from '../errors'
import { type ExportFormat, type ExportRequest, startExport } from '../services/exports/start-export'
import { inUtc, ONE_LINE } from '../trpc/inputs'
import { zodProblems } from '../trpc/zod-problems'
import type { AdminPlane } from './admin-plane'
import { CATALOGUE_EXPORT, createCatalogueExport } from './catalogue-export'
import { refuseRequest, requireMethod } from './refuse-request'
import { headersOf, newRequestId } from './request'

const word = z.string().max(300).regex(ONE_LINE, 'control characters are not allowed')
const instant = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], 'a date or an instant in ISO 8601')
  .transform(inUtc)

const FILTERS = {
  audit: z.strictObject({
    actor: word.optional(),
    object: word.optional(),
    action: word.optional(),
    from: instant.optional(),
    to: instant.optional(),
  }),
  allocations: z.strictObject({ from: instant.optional(), to: instant.optional(), host: word.optional() }),
}

const PERMISSION: Record<ExportRequest['what'], Permission> = {
  audit: 'audit.export',
  allocations: 'allocations.export',
}

const CONTENT_TYPE: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  jsonl: 'application/jsonl; charset=utf-8',
}

/** Answers `/api/export/{audit|allocations}.{csv|jsonl}`. Never rejects. */
export function createExportHandler(plane: AdminPlane) {
  const catalogue = createCatalogueExport(plane)
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const requestId = newRequestId()
    try {
      const url = new URL(req.url ?? '/', 'http://localhost')
      if (CATALOGUE_EXPORT.test(url.pathname)) return await catalogue(req, res)
      const [, what, format] = url.pathname.match(/^\/api\/export\/(audit|allocations)\.(csv|jsonl)$/) ?? []
      if (!what || !format) throw new AppError('not-found', 'There is no such export.')
      if (!requireMethod(req, res, 'GET')) return
      const headers = headersOf(req)
      if (isCrossSite(headers)) throw new AppError('forbidden', 'This request came from another site.')
      const user = await plane.auth.readUser(headers)
      if (!user) throw new AppError('signed-out', 'Sign in first.')
      const request = readRequest(what as ExportRequest['what'], format as ExportFormat, url.searchParams)
      if (!roleCan(user.role, PERMISSION[request.what])) {
        throw new AppError('forbidden', `Your role, ${user.role}, may not read this export.`)
      }
      const { stream, close } = await startExport(
        plane.services,
        plane.copySource,
        actorOf(user, requestId),
        request,
      )
      try {
        res.writeHead(200, downloadHeaders(request, plane.services.clock.now()))
        await pipeline(stream, res)
      } finally {
        await close()
      }
    } catch (error) {
      if (isReaderGone(error)) return
      refuseRequest(res, error, plane.services.log, requestId)
    }
  }
}

/** Parameters left empty are not set. */
function readRequest(
  what: ExportRequest['what'],
  format: ExportFormat,
  params: URLSearchParams,
): ExportRequest {
  const given = Object.fromEntries([...params].filter(([, value]) => value !== ''))
  const filter = FILTERS[what].safeParse(given)
  if (filter.success) return { what, format, filter: filter.data }
  throw new AppError('bad-input', 'The filter breaks a rule. Each problem names its field.', {
    problems: zodProblems(filter.error, given),
  })
}

const downloadHeaders = ({ what, format }: ExportRequest, now: Date) => ({
  'content-type': CONTENT_TYPE[format],
  'content-disposition': `attachment; filename="vipfarm-${what}-${now.toISOString().slice(0, 10)}.${format}"`,
  'cache-control': 'no-store',
})

const isReaderGone = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
