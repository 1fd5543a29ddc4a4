/** The catalogue as a download: small, so it is written at once. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { portsText } from '~/domain/catalogue/check-entry'
import type { CatalogueEntry } from '~/domain/catalogue/entry'
import { roleCan } from '~/domain/permission'
import { isCrossSite } from '../auth/same-origin'
import { actorOf } from '../auth/signed-in-user'
import { AppError } from '../errors'
import { exportCatalogue } from '../services/discovery/export-catalogue'
import type { AdminPlane } from './admin-plane'
import { refuseRequest, requireMethod } from './refuse-request'
import { headersOf, newRequestId } from './request'

export const CATALOGUE_EXPORT = /^\/api\/export\/catalogue\.(csv|json)$/

const COLUMNS: [name: string, of: (entry: CatalogueEntry) => string][] = [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['processes', ({ processes }) => processes.join(', ')],
  ['process_evidence', ({ processEvidence }) => processEvidence],
  ['ports', ({ ports }) => portsText(ports)],
  ['port_evidence', ({ portEvidence }) => portEvidence],
  ['advice', ({ advice }) => advice],
  ['text', ({ text }) => text],
  ['source', ({ source }) => source],
]

/** Answers `GET /api/export/catalogue.{csv|json}`. Never rejects. */
export function createCatalogueExport(plane: AdminPlane) {
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const requestId = newRequestId()
    try {
      if (!requireMethod(req, res, 'GET')) return
      const headers = headersOf(req)
      if (isCrossSite(headers)) throw new AppError('forbidden', 'This request came from another site.')
      const user = await plane.auth.readUser(headers)
      if (!user) throw new AppError('signed-out', 'Sign in first.')
      if (!roleCan(user.role, 'hosts.see')) throw new AppError('forbidden', 'Your role may not read this.')
      const [, format = 'json'] = CATALOGUE_EXPORT.exec((req.url ?? '').split('?')[0] ?? '') ?? []
      const actor = actorOf(user, requestId)
      const entries = await exportCatalogue(plane.services, actor, { format: format as 'csv' | 'json' })
      res.writeHead(200, {
        'content-type': format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/json',
        'content-disposition': `attachment; filename="vipfarm-catalogue.${format}"`,
        'cache-control': 'no-store',
      })
      res.end(format === 'csv' ? csvOf(entries) : `${JSON.stringify(entries, null, 2)}\n`)
    } catch (error) {
      refuseRequest(res, error, plane.services.log, requestId)
    }
  }
}

function csvOf(entries: readonly CatalogueEntry[]): string {
  const lines = [COLUMNS.map(([name]) => name), ...entries.map((entry) => COLUMNS.map(([, of]) => of(entry)))]
  return lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')
}

/** A cell that a spreadsheet would take for a formula is made text. */
function cell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}
