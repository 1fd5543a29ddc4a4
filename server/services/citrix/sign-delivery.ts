import { signDelivery as sign } from '../../repositories/citrix-delivery'
import type { ServiceContext } from '../context'

/** A sign of life. One that does not arrive is no failure of the run: the next one may, and its end counts. */
export async function signDelivery(
  { database }: Pick<ServiceContext, 'database'>,
  { id, calls }: { id: string; calls: number },
): Promise<void> {
  await sign(database, id, calls).catch(() => {})
}
