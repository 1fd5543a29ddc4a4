import { cookies, headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { cache } from 'react'
import type { Me, Permission, Theme } from '~/components/data/api'
import { signInHref } from '~/components/shell/landing'
import { LOCALE_COOKIE, type Locale, pickLocale, THEME_COOKIE } from '~/locales/locale'
import { type Runtime, runtime } from '~/server/runtime'

export type Caller = Awaited<ReturnType<Runtime['callerFor']>>

function isCoded(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** Who asks, once for each request; null when nobody is signed in. */
export const visitor = cache(async (): Promise<{ caller: Caller; me: Me } | null> => {
  try {
    const caller = await runtime().callerFor(new Headers(await headers()))
    return { caller, me: await caller.me.get() }
  } catch (error) {
    if (isCoded(error, 'UNAUTHORIZED')) return null
    throw error
  }
})

/** To the sign-in page, which leads on to the page that was asked for. */
export async function askToSignIn(): Promise<never> {
  redirect(signInHref((await headers()).get('x-asked-for')))
}

/** Lets a page go on only for somebody who may: the others go to the sign-in page, or get a 403. */
export async function gate(permission: Permission): Promise<{ caller: Caller; me: Me }> {
  const who = await visitor()
  if (!who) return askToSignIn()
  if (!who.me.permissions.includes(permission)) forbidden()
  return who
}

/** Turns the server's "there is none" into null, so that a page can show its 404. */
export async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (isCoded(error, 'NOT_FOUND') || isCoded(error, 'BAD_REQUEST')) return null
    throw error
  }
}

const THEMES: readonly string[] = ['system', 'light', 'dark'] satisfies Theme[]

/** The language and theme of the page, known before its first byte: no script has to put them right. */
export async function looks(me: Me | null): Promise<{ locale: Locale; theme: string }> {
  const jar = await cookies()
  const remembered = jar.get(THEME_COOKIE)?.value ?? ''
  return {
    locale: pickLocale(
      me?.user.locale,
      jar.get(LOCALE_COOKIE)?.value,
      (await headers()).get('accept-language'),
    ),
    theme: me?.user.theme ?? (THEMES.includes(remembered) ? remembered : 'system'),
  }
}

export type SearchParams = Promise<Record<string, string | string[] | undefined>>

/** What no list takes: left out like a word nobody knows, so that a broken address shows the list and not an error. */
const UNUSABLE = /[\p{Cc}\p{Surrogate}]|^.{201}/u

/** The first value of each named parameter that is there and could be asked for. */
export async function readParams<Name extends string>(
  params: SearchParams,
  names: readonly Name[],
): Promise<Partial<Record<Name, string>>> {
  const all = await params
  const found: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const value = all[name]
    const first = Array.isArray(value) ? value[0] : value
    if (first && !UNUSABLE.test(first)) found[name] = first
  }
  return found
}
