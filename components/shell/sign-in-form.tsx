'use client'

import { useEffect, useRef, useState } from 'react'
import { useText } from '~/components/data/text'
import { Button } from '~/components/ui/button'
import { Callout } from '~/components/ui/callout'
import { Field } from '~/components/ui/field'
import { Input } from '~/components/ui/input'
import { LOCALE_NAMES, LOCALES } from '~/locales/locale'
import { Mark } from './brand'
import { landing } from './landing'
import { usePreferences } from './use-preferences'

const TIMEOUT_MS = 15_000

async function trySignIn(
  username: string,
  password: string,
): Promise<'ok' | 'wrong' | 'tooMany' | 'unavailable' | 'network'> {
  try {
    const response = await fetch('/api/auth/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (response.ok) return 'ok'
    if (response.status === 429) return 'tooMany'
    return response.status >= 500 ? 'unavailable' : 'wrong'
  } catch {
    return 'network'
  }
}

export function SignInForm() {
  const { t } = useText()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // Who was quicker, by hand or by Tab, keeps the focus.
    if (document.activeElement === document.body) first.current?.focus()
  }, [])

  const submit = async () => {
    if (!username.trim() || !password) return setError(t.signIn.needBoth)
    setBusy(true)
    setError(null)
    const outcome = await trySignIn(username.trim(), password)
    // The whole page is read anew: nothing of the signed-out one may linger.
    if (outcome === 'ok') {
      const asked = new URLSearchParams(window.location.search).get('next')
      return window.location.assign(landing(asked))
    }
    setBusy(false)
    setError(
      {
        wrong: t.signIn.wrong,
        tooMany: t.signIn.tooMany,
        unavailable: t.errors.unavailable,
        network: t.errors.network,
      }[outcome],
    )
  }

  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="grid w-full max-w-88 gap-6">
        <div className="grid gap-3">
          <Mark className="size-10" />
          <div>
            <h1 className="text-xl font-semibold tracking-tight">{t.shell.product}</h1>
            <p className="text-sm text-ink-2">{t.signIn.lead}</p>
          </div>
        </div>
        <form
          aria-label={t.signIn.title}
          className="grid gap-4 rounded-lg border bg-surface p-5"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            void submit()
          }}
        >
          {error ? (
            <Callout tone="broken" live>
              {error}
            </Callout>
          ) : null}
          <Field label={t.signIn.username}>
            {(ids) => (
              <Input
                {...ids}
                ref={first}
                className="h-10"
                name="username"
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                value={username}
                onChange={(event) => setUsername(event.target.value)}
              />
            )}
          </Field>
          <Field label={t.signIn.password}>
            {(ids) => (
              <Input
                {...ids}
                className="h-10"
                name="password"
                type="password"
                autoComplete="current-password"
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" look="primary" size="lg" busy={busy}>
            {busy ? t.signIn.busy : t.signIn.submit}
          </Button>
        </form>
        <LanguageLinks />
      </div>
    </main>
  )
}

function LanguageLinks() {
  const { t, locale } = useText()
  const { setLocale } = usePreferences(false)
  return (
    <fieldset aria-label={t.shell.language} className="flex justify-center gap-1">
      {LOCALES.map((each) => (
        <Button
          key={each}
          look="quiet"
          size="sm"
          lang={each}
          aria-pressed={each === locale}
          onClick={() => setLocale(each)}
          className="aria-pressed:text-ink aria-pressed:underline aria-pressed:underline-offset-4"
        >
          {LOCALE_NAMES[each]}
        </Button>
      ))}
    </fieldset>
  )
}
