'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Theme } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useMe } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { DENSITIES, isDensity, useDensity } from '~/components/data/use-density'
import { useNow } from '~/components/data/use-now'
import { Page } from '~/components/shell/page'
import { usePreferences } from '~/components/shell/use-preferences'
import { Button } from '~/components/ui/button'
import { Facts } from '~/components/ui/facts'
import { Field } from '~/components/ui/field'
import { Input, Select } from '~/components/ui/input'
import { late } from '~/components/ui/late'
import { Panel } from '~/components/ui/panel'
import { Segmented } from '~/components/ui/segmented'
import { toast } from '~/components/ui/toast'
import { isLocale, LOCALE_NAMES, LOCALES } from '~/locales/locale'
import { SettingsTabs } from './settings-tabs'

const PasswordDialog = late(() =>
  import('~/components/shell/password-dialog').then((module) => module.PasswordDialog),
)

const THEMES = ['system', 'light', 'dark'] as const satisfies Theme[]

/** What people choose for themselves. Each choice is in force at once. */
export function ProfileScreen() {
  const { t } = useText()
  const { user } = useMe()
  const words = t.administration.profile
  const [password, setPassword] = useState(false)
  return (
    <Page title={t.administration.title} lead={t.administration.question}>
      <SettingsTabs />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Panel id="profile-looks" title={words.looks} hint={words.looksHint}>
          <Looks />
        </Panel>
        <Panel id="profile-person" title={words.person}>
          <div className="grid gap-4">
            <NameForm />
            <Facts
              rows={[
                [t.users.username, user.username],
                [t.users.role, `${t.shell.roles[user.role]}: ${t.users.roleHelp[user.role]}`],
              ]}
            />
            <Button className="justify-self-start" onClick={() => setPassword(true)}>
              {t.shell.changePassword}
            </Button>
          </div>
        </Panel>
      </div>
      {password ? <PasswordDialog open onOpenChange={setPassword} /> : null}
    </Page>
  )
}

function Looks() {
  const { t, locale } = useText()
  const { user } = useMe()
  const words = t.administration.profile
  const { setLocale, theme, setTheme } = usePreferences(true)
  const [density, setDensity] = useDensity()
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t.shell.language}>
        {(ids) => (
          <Select
            {...ids}
            value={locale}
            onChange={(event) => isLocale(event.target.value) && setLocale(event.target.value)}
          >
            {LOCALES.map((each) => (
              <option key={each} value={each} lang={each}>
                {LOCALE_NAMES[each]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <TimeZoneField />
      <div className="grid justify-items-start gap-1.5 text-sm font-medium">
        {t.shell.theme}
        <Segmented
          label={t.shell.theme}
          value={theme ?? user.theme}
          options={THEMES.map((value) => ({ value, label: t.shell.themes[value] }))}
          onChange={setTheme}
        />
      </div>
      <div className="grid justify-items-start gap-1.5 text-sm font-medium">
        {t.lists.density}
        <Segmented
          label={t.lists.density}
          value={density}
          options={DENSITIES.map((value) => ({ value, label: t.lists.densities[value] }))}
          onChange={(value) => isDensity(value) && setDensity(value)}
        />
      </div>
      <p className="text-sm text-ink-3 sm:col-span-2">{words.atOnce}</p>
    </div>
  )
}

function TimeZoneField() {
  const { t } = useText()
  const { user } = useMe()
  const trpc = useTRPC()
  const router = useRouter()
  const words = t.administration.profile
  const now = useNow()
  const update = useMutation(
    trpc.me.update.mutationOptions({
      onSuccess: () => router.refresh(),
      onError: (error) => toast.error(errorText(error, t)),
    }),
  )
  const zones = now ? Intl.supportedValuesOf('timeZone') : user.timeZone ? [user.timeZone] : []
  return (
    <Field
      label={words.timeZone}
      hint={now ? <Time at={new Date(now).toISOString()} exact /> : words.timeZoneHint}
    >
      {(ids) => (
        <Select
          {...ids}
          value={user.timeZone ?? ''}
          onChange={(event) => update.mutate({ timeZone: event.target.value || null })}
        >
          <option value="">{words.browserZone}</option>
          {['UTC', ...zones.filter((zone) => zone !== 'UTC')].map((zone) => (
            <option key={zone} value={zone}>
              {zone}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

function NameForm() {
  const { t } = useText()
  const { user } = useMe()
  const trpc = useTRPC()
  const router = useRouter()
  const [name, setName] = useState(user.name)
  const save = useMutation(
    trpc.me.update.mutationOptions({
      onSuccess: () => {
        toast.success(t.administration.profile.saved)
        router.refresh()
      },
    }),
  )
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim()) save.mutate({ name: name.trim() })
      }}
    >
      <Field
        label={t.users.name}
        className="flex-1"
        error={name.trim() === '' ? t.users.nameNeeded : save.error ? errorText(save.error, t) : null}
      >
        {(ids) => (
          <Input {...ids} maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <Button type="submit" busy={save.isPending} disabled={name.trim() === user.name}>
        {t.common.save}
      </Button>
    </form>
  )
}
