import type { Auth } from '../auth/auth'
import type { ServiceContext } from '../services/context'
import type { TrpcContext } from './context'

/** The context of one request: its cookie is looked up once, when it comes. */
export async function createTrpcContext(
  { services, auth }: { services: ServiceContext; auth: Auth },
  headers: Headers,
  requestId: string,
): Promise<TrpcContext> {
  const readUser = () => auth.readUser(headers)
  return { services, auth, readUser, user: await readUser(), requestId }
}
