import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'
import type nextFactory from 'next'
import { projectRoot } from '~/server/project-root'

export interface Pages {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
  close(): Promise<void>
}

/** The built pages, served from this process. The runtime registry must be filled before the first request. */
export async function openPages(host: string, port: number): Promise<Pages> {
  process.env.NEXT_TELEMETRY_DISABLED = '1'
  const next: typeof nextFactory = createRequire(import.meta.url)('next')
  const app = next({ dev: false, dir: projectRoot(), hostname: host, port, quiet: true, customServer: true })
  await app.prepare()
  const handle = app.getRequestHandler()
  return {
    handle(request, response) {
      // A page does not learn its own address from Next; the sign-in page leads on to it.
      request.headers['x-asked-for'] = request.url ?? '/'
      return handle(request, response)
    },
    close: () => app.close(),
  }
}
