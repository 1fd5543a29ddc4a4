import { type Permission, roleCan } from '~/domain/permission'
import type { TrpcContext } from './context'

/** A change that another process made is noticed this late. */
const ASK_AGAIN_MS = 15_000

/**
 * Passes rows on until the sign-in ends, the user is disabled, or the role may not see them any more: at once when this
 * process made the change, even while no row comes.
 */
export async function* whileAllowed<T>(
  { user, readUser, services }: Pick<TrpcContext, 'user' | 'readUser' | 'services'>,
  permission: Permission,
  rows: AsyncIterable<T>,
): AsyncGenerator<T, void> {
  const mayStill = async () => {
    const now = await readUser()
    return now !== null && roleCan(now.role, permission)
  }
  let end: () => void = () => {}
  const ended = new Promise<'ended'>((resolve) => {
    end = () => resolve('ended')
  })
  // Who cannot be asked about (the database is away) is not cut for that: the next row asks again.
  const judge = () =>
    void mayStill().then(
      (may) => may || end(),
      () => undefined,
    )
  const stop = services.access.subscribe(user?.id ?? '', judge)
  const iterator = rows[Symbol.asyncIterator]()
  try {
    let asked = services.clock.now().getTime()
    for (;;) {
      const next = await Promise.race([iterator.next(), ended])
      if (next === 'ended' || next.done) return
      const now = services.clock.now().getTime()
      if (now - asked >= ASK_AGAIN_MS) {
        if (!(await mayStill())) return
        asked = now
      }
      yield next.value
    }
  } finally {
    stop()
    // Ends with the request's signal when it waits for a row.
    void iterator.return?.()
  }
}
