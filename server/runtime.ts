/**
 * The one registry on globalThis. Next bundles its own copy of what `app/` imports, so pages reach the server's
 * services only through this: `server/main.ts` puts it there before Next starts.
 */

import type { AppCaller } from './trpc/app-router'

export interface Runtime {
  /** A server-side caller for the person whose request this is. Calls throw UNAUTHORIZED when signed out. */
  callerFor(headers: Headers): Promise<AppCaller>
}

const KEY = Symbol.for('vipfarm.runtime')
type Registry = { [KEY]?: Runtime }

export function setRuntime(runtime: Runtime): void {
  ;(globalThis as Registry)[KEY] = runtime
}

/** @throws Error when a page runs outside `server/main.ts`. */
export function runtime(): Runtime {
  const found = (globalThis as Registry)[KEY]
  if (!found) throw new Error('pages run inside server/main.ts only: no runtime was set')
  return found
}
