import { HOME } from './screens'

/**
 * Where somebody goes on who has signed in: the page that was asked for before, when it is one of this server. A browser
 * reads `//host` and `/\host` as another one.
 */
export function landing(asked: string | null | undefined): string {
  return asked && /^\/(?![/\\])[^\p{Cc}\\]*$/u.test(asked) && !asked.startsWith('/sign-in') ? asked : HOME
}

/** The sign-in page that leads on to it. */
export function signInHref(asked: string | null | undefined): string {
  // What Next puts there when it asks for a part of a page.
  const [path = '', words] = (asked ?? '').split('?')
  const query = new URLSearchParams(words)
  query.delete('_rsc')
  const next = landing(query.size > 0 ? `${path}?${query}` : path)
  return next === HOME || next === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ next })}`
}
