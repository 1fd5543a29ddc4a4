import { type Permission, roleCan } from '~/domain/permission'
import type { TrpcContext } from './context'

/** A stream outlives the check that let it begin: who watches is asked for again this often. */
const ASK_AGAIN_MS = 15_000

/** Passes rows on until the sign-in ends, the user is disabled, or the role may not see them any more. */
export async function* whileAllowed<T>(
  { readUser, services }: Pick<TrpcContext, 'readUser' | 'services'>,
  permission: Permission,
  rows: AsyncIterable<T>,
): AsyncGenerator<T, void> {
  let asked = services.clock.now().getTime()
  for await (const row of rows) {
    const now = services.clock.now().getTime()
    if (now - asked >= ASK_AGAIN_MS) {
      const user = await readUser()
      if (!user || !roleCan(user.role, permission)) return
      asked = now
    }
    yield row
  }
}
