import type { TrpcContext } from './context'

export type ContextSource = Pick<TrpcContext, 'services' | 'auth' | 'throttle'>

/** The context of one request: its cookie is looked up once, when it comes. */
export async function createTrpcContext(
  { services, auth, throttle }: ContextSource,
  headers: Headers,
  requestId: string,
): Promise<TrpcContext> {
  const readUser = () => auth.readUser(headers)
  return { services, auth, throttle, readUser, user: await readUser(), requestId }
}
