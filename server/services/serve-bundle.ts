import { signBundle } from '~/protocol/signature'
import { type BundleRow, findBundle } from '../repositories/bundle'
import type { ServiceContext } from './context'

export type ServedBundle = Omit<BundleRow, 'config'>

/** Bytes of compressed bundles kept in memory; a bundle has a few hundred. */
const MOST_KEPT_BYTES = 32 * 1024 * 1024

/** What a retired key sealed is sealed by the one in use, on its way out: the stored row is written once. */
function sealedAnew(ctx: ServiceContext, bundle: ServedBundle): ServedBundle {
  if (ctx.trustedKeys.some(({ keyId }) => keyId === bundle.keyId)) return bundle
  const { keyId, signature } = signBundle(bundle.hash, bundle.revision, ctx.signingKey)
  return { ...bundle, keyId, signature }
}

export interface BundleStore {
  /** Null for a hash that names no bundle. */
  find(hash: string): Promise<ServedBundle | null>
}

/** Bundles by hash. A thousand hosts that ask for a new one at once cost one statement. */
export function createBundleStore(ctx: ServiceContext, mostBytes = MOST_KEPT_BYTES): BundleStore {
  // In order of use: the first is the one longest unused.
  const kept = new Map<string, ServedBundle>()
  const asked = new Map<string, Promise<ServedBundle | null>>()
  let bytes = 0

  function keep(bundle: ServedBundle): void {
    kept.set(bundle.hash, bundle)
    bytes += bundle.body.length
    for (const [hash, oldest] of kept) {
      if (bytes <= mostBytes) break
      kept.delete(hash)
      bytes -= oldest.body.length
    }
  }

  async function fetch(hash: string): Promise<ServedBundle | null> {
    try {
      const bundle = await findBundle(ctx.database, hash)
      const served = bundle && sealedAnew(ctx, bundle)
      if (served) keep(served)
      return served
    } finally {
      asked.delete(hash)
    }
  }

  return {
    async find(hash) {
      const known = kept.get(hash)
      if (known && ctx.trustedKeys.some(({ keyId }) => keyId === known.keyId)) {
        kept.delete(hash)
        kept.set(hash, known)
        return known
      }
      const already = asked.get(hash)
      if (already) return already
      const answer = fetch(hash)
      asked.set(hash, answer)
      return answer
    },
  }
}
