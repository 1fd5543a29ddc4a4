/** Signing in, over better-auth: its tables, its hashing, its signed cookie. Nothing of its HTTP surface is exposed. */

import { hkdfSync, randomUUID } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { APIError } from 'better-auth/api'
import { username } from 'better-auth/plugins'
import type { Database } from '../repositories/db'
import { type Statements, sqlOf } from '../repositories/statements'
import { countUsers, findUser, readSignedIn } from '../repositories/user'
import { createCheckedCookies } from './checked-cookies'
import { PASSWORD_MAX, PASSWORD_MIN } from './password'
import type { SignedInUser } from './signed-in-user'

/** A sign-in ends after this many seconds, used or not: a working day. */
export const SIGN_IN_SECONDS = 12 * 3600

export interface Auth {
  /** The cookies to set, or null for wrong credentials: unknown user, wrong password and disabled user alike. */
  signIn(input: { username: string; password: string; client: ClientFacts }): Promise<string[] | null>
  /** Ends the sign-in that the cookie names. Returns the cookies to clear. */
  signOut(headers: Headers): Promise<string[]>
  /** Who is signed in, read from the database now. */
  readUser(headers: Headers): Promise<SignedInUser | null>
}

/** What is kept beside a sign-in, so that people recognise their own. */
export interface ClientFacts {
  address: string
  userAgent: string | null
}

export interface AuthOptions {
  database: Database
  /** The same database, for what each request asks. */
  statements: Statements
  /** The server's master key: the key that signs cookies is derived from it. */
  masterKey: Buffer
  /** True when browsers reach the server by https: cookies are then never sent without it. */
  secure: boolean
}

export function createAuth(options: AuthOptions): Auth {
  const library = createLibrary(options)
  const checked = createCheckedCookies()
  return {
    async signIn({ username, password, client }) {
      const headers = new Headers({ [CLIENT_HEADER]: client.address })
      if (client.userAgent) headers.set('user-agent', client.userAgent.slice(0, 300))
      try {
        const call = { body: { username, password }, headers, returnHeaders: true as const }
        const answer = await library.api.signInUsername(call)
        return answer.headers.getSetCookie()
      } catch (error) {
        // 401: wrong. FAILED_TO_CREATE_SESSION: our hook refused a disabled user.
        if (error instanceof APIError && (error.statusCode === 401 || isRefusedByHook(error))) return null
        await countUsers(options.database)
        throw error
      }
    },

    async signOut(headers) {
      const answer = await library.api.signOut({ headers, returnHeaders: true })
      return answer.headers.getSetCookie()
    },

    async readUser(headers) {
      const cookie = headers.get('cookie')
      if (!cookie) return null
      const signInId = checked.get(cookie) ?? (await signInOf(headers, cookie))
      if (signInId === null) return null
      return (await readSignedIn(sqlOf(options.statements), signInId)) as SignedInUser | null
    },
  }

  /** The library checks a cookie once: what it was signed for never changes. */
  async function signInOf(headers: Headers, cookie: string): Promise<string | null> {
    const found = await withDatabase(options.database, () => library.api.getSession({ headers }))
    if (!found) return null
    checked.add(cookie, found.session.id)
    return found.session.id
  }
}

/** The library hides why it failed: if the database is away, its own error is what callers must see. */
async function withDatabase<T>(database: Database, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    await countUsers(database)
    throw error
  }
}

/** Set by us, never by the client: better-auth reads addresses from headers only. */
const CLIENT_HEADER = 'x-vipfarm-client'

const isRefusedByHook = (error: APIError) => error.body?.code === 'FAILED_TO_CREATE_SESSION'

function createLibrary({ database, masterKey, secure }: AuthOptions) {
  return betterAuth({
    baseURL: secure ? 'https://localhost' : 'http://localhost',
    secret: Buffer.from(hkdfSync('sha256', masterKey, '', 'vipfarm sign-in cookies', 32)).toString(
      'base64url',
    ),
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: prismaAdapter(database, { provider: 'postgresql', transaction: false }),
    user: {
      additionalFields: {
        role: { type: 'string', required: true, input: false },
        disabled: { type: 'boolean', required: true, input: false },
        locale: { type: 'string', required: false, input: false },
        theme: { type: 'string', required: true, input: false },
      },
    },
    // "Session" is the word for a session on a host.
    session: { modelName: 'signIn', expiresIn: SIGN_IN_SECONDS, disableSessionRefresh: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
    },
    // Names are checked where users are created; here every name costs the same hash, known or not.
    plugins: [username({ minUsernameLength: 1, maxUsernameLength: 200, usernameValidator: () => true })],
    databaseHooks: {
      session: {
        create: {
          // `false` refuses the sign-in.
          async before({ userId }) {
            const user = await findUser(database, userId)
            if (!user || user.disabled) return false
          },
        },
      },
    },
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'vipfarm',
      useSecureCookies: secure,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      ipAddress: { ipAddressHeaders: [CLIENT_HEADER] },
      database: { generateId: () => randomUUID() },
    },
  })
}
