import { asAppError } from '../services/failure'
import { asTrpcError } from './as-trpc-error'
import type { TrpcContext } from './context'

export interface ContextSource extends Pick<TrpcContext, 'services' | 'auth' | 'throttle'> {
  publicUrl: string | null
  secure: boolean
}

const HOST = /^[A-Za-z0-9.[\]:-]{1,255}$/

/** The context of one request: its cookie is looked up once, when it comes. */
export async function createTrpcContext(
  { services, auth, throttle, publicUrl, secure }: ContextSource,
  headers: Headers,
  requestId: string,
): Promise<TrpcContext> {
  const readUser = () =>
    auth.readUser(headers).catch((error: unknown) => {
      throw asTrpcError(asAppError(error))
    })
  const host = headers.get('host') ?? ''
  const serverUrl = publicUrl ?? `${secure ? 'https' : 'http'}://${HOST.test(host) ? host : 'localhost'}`
  return { services, auth, throttle, serverUrl, readUser, user: await readUser(), requestId }
}
