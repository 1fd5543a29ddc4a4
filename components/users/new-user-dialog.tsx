'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Role } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { Field, FieldError } from '~/components/ui/field'
import { Input, Select } from '~/components/ui/input'
import { toast } from '~/components/ui/toast'
import { ROLES } from '~/domain/permission'

/** As the server has it, which writes the name in lower case. */
const USERNAME = /^[a-z][a-z0-9._-]{1,31}$/i
const MIN_PASSWORD = 12

export function NewUserDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [username, setUsername] = useState('')
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('helpdesk')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const create = useMutation(
    trpc.users.create.mutationOptions({
      onSuccess: (user) => {
        toast.success(t.users.created(user.username))
        onClose()
        return queries.invalidateQueries(trpc.users.list.queryFilter())
      },
    }),
  )
  const valid = USERNAME.test(username.trim()) && name.trim() !== '' && password.length >= MIN_PASSWORD
  return (
    <Dialog open onOpenChange={onClose} title={t.users.new} closeLabel={t.common.close}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (valid) create.mutate({ username: username.trim(), name: name.trim(), role, password })
        }}
      >
        <Field
          label={t.users.username}
          error={tried && !USERNAME.test(username.trim()) ? t.users.usernameInvalid : null}
        >
          {(ids) => (
            <Input
              {...ids}
              autoCapitalize="none"
              spellCheck={false}
              value={username}
              onChange={(event) => setUsername(event.target.value)}
            />
          )}
        </Field>
        <Field label={t.users.name} error={tried && !name.trim() ? t.users.nameNeeded : null}>
          {(ids) => (
            <Input {...ids} maxLength={100} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label={t.users.role} hint={t.users.roleHelp[role]}>
          {(ids) => (
            <Select {...ids} value={role} onChange={(event) => setRole(event.target.value as Role)}>
              {ROLES.map((each) => (
                <option key={each} value={each}>
                  {t.shell.roles[each]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label={t.users.password}
          hint={t.users.passwordHint}
          error={tried && password.length < MIN_PASSWORD ? t.shell.password.tooShort : null}
        >
          {(ids) => (
            <Input
              {...ids}
              type="password"
              autoComplete="new-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        {create.error ? <FieldError>{errorText(create.error, t)}</FieldError> : null}
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" busy={create.isPending}>
            {t.users.create}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
