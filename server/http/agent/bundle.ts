/** `GET bundle/<hash>`: immutable, compressed, sealed; from memory once it was asked for. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { AGENT_ROUTES } from '~/protocol/routes'
import { BUNDLE_HEADERS } from '~/protocol/ticket'
import { AppError } from '../../errors'
import { authenticateHost } from '../../services/authenticate-host'
import type { ServiceContext } from '../../services/context'
import { createBundleStore, type ServedBundle } from '../../services/serve-bundle'
import type { Refuse } from './check-in'

const PREFIX = AGENT_ROUTES.bundle('')
const HASH = /^[A-Za-z0-9_-]{43}$/

export function createBundleHandler(ctx: ServiceContext, refuse: Refuse) {
  const store = createBundleStore(ctx)
  return async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    try {
      authenticateHost(ctx, req.headers.authorization)
      const hash = (req.url ?? '').slice(PREFIX.length)
      if (!HASH.test(hash)) throw new AppError('bad-input', 'A bundle is named by the SHA-256 of its text.')
      const bundle = await store.find(hash)
      if (!bundle) throw new AppError('not-found', 'There is no such bundle.')
      answerBundle(req, res, bundle)
    } catch (error) {
      refuse(res, 'bundle', error)
    }
  }
}

function answerBundle(req: IncomingMessage, res: ServerResponse, bundle: ServedBundle): void {
  const zipped = /\bgzip\b/.test(String(req.headers['accept-encoding'] ?? ''))
  const body = zipped ? bundle.body : gunzipSync(bundle.body)
  res.writeHead(200, {
    'content-type': 'application/json',
    'content-length': body.length,
    ...(zipped && { 'content-encoding': 'gzip' }),
    vary: 'accept-encoding',
    'cache-control': 'private, max-age=31536000, immutable',
    etag: `"${bundle.hash}"`,
    [BUNDLE_HEADERS.revision]: bundle.revision,
    [BUNDLE_HEADERS.keyId]: bundle.keyId,
    [BUNDLE_HEADERS.signature]: bundle.signature,
  })
  res.end(body)
}
