'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { Role, UserRow } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useMe } from '~/components/data/me'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { SettingsTabs } from '~/components/settings/settings-tabs'
import { Page } from '~/components/shell/page'
import { Button } from '~/components/ui/button'
import { GatedButton } from '~/components/ui/gated-button'
import { Select } from '~/components/ui/input'
import { late } from '~/components/ui/late'
import { SkeletonRows } from '~/components/ui/skeleton'
import { StateMark } from '~/components/ui/state-mark'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import { toast } from '~/components/ui/toast'
import { ROLES } from '~/domain/permission'

const NewUserDialog = late(() => import('./new-user-dialog').then((module) => module.NewUserDialog))

export function UsersScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const [creating, setCreating] = useState(false)
  const list = useQuery(trpc.users.list.queryOptions())
  return (
    <Page
      title={t.users.title}
      lead={t.users.question}
      actions={
        <Button look="primary" onClick={() => setCreating(true)}>
          <Plus aria-hidden />
          {t.users.new}
        </Button>
      }
    >
      <SettingsTabs />
      <div className="min-w-0 rounded-lg border bg-surface">
        {list.error ? (
          <LoadFailed what={t.users.title} error={list.error} onRetry={() => void list.refetch()} />
        ) : list.data ? (
          <UserTable rows={list.data.rows} />
        ) : (
          <SkeletonRows label={t.common.loading} rows={3} />
        )}
      </div>
      {creating ? <NewUserDialog onClose={() => setCreating(false)} /> : null}
    </Page>
  )
}

function UserTable({ rows }: { rows: UserRow[] }) {
  const { t } = useText()
  return (
    <Table label={t.users.title}>
      <TableHead>
        <tr>
          <Th>{t.users.username}</Th>
          <Th>{t.users.name}</Th>
          <Th>{t.users.role}</Th>
          <Th>{t.users.state}</Th>
          <Th>{t.users.since}</Th>
          <Th>
            <span className="sr-only">{t.users.disable}</span>
          </Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((user) => (
          <UserTableRow key={user.id} user={user} />
        ))}
      </TableBody>
    </Table>
  )
}

function UserTableRow({ user }: { user: UserRow }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const isMe = useMe().user.id === user.id
  const done = {
    onError: (error: unknown) => toast.error(errorText(error, t)),
    onSettled: () => queries.invalidateQueries(trpc.users.list.queryFilter()),
  }
  const setRole = useMutation(trpc.users.setRole.mutationOptions(done))
  const setDisabled = useMutation(trpc.users.setDisabled.mutationOptions(done))
  const { id, username } = user
  const changeRole = (role: Role) => {
    const onSuccess = () =>
      toast.undoable(t.users.roleSet(username, t.shell.roles[role]), t.common.undo, () =>
        setRole.mutate({ id, role: user.role }),
      )
    setRole.mutate({ id, role }, { onSuccess })
  }
  const changeDisabled = (disabled: boolean) => {
    const onSuccess = () =>
      toast.undoable(
        disabled ? t.users.disabledNow(username) : t.users.enabledNow(username),
        t.common.undo,
        () => setDisabled.mutate({ id, disabled: !disabled }),
      )
    setDisabled.mutate({ id, disabled }, { onSuccess })
  }
  return (
    <Row>
      <Td className="font-medium">{user.username}</Td>
      <Td>{user.name}</Td>
      <Td label={t.users.role} className="max-md:col-span-2">
        <Select
          aria-label={t.users.roleOf(user.username)}
          disabled={isMe}
          title={isMe ? t.users.self : t.users.roleHelp[user.role]}
          value={user.role}
          onChange={(event) => changeRole(event.target.value as Role)}
        >
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {t.shell.roles[role]}
            </option>
          ))}
        </Select>
      </Td>
      <Td label={t.users.state}>
        <StateMark tone={user.disabled ? 'idle' : 'fine'}>
          {user.disabled ? t.users.disabled : t.users.active}
        </StateMark>
      </Td>
      <Td label={t.users.since} className="text-ink-2">
        <Time at={user.createdAt} />
      </Td>
      <Td className="text-right max-md:text-left">
        <GatedButton
          size="sm"
          look={user.disabled ? 'plain' : 'danger'}
          refusal={isMe ? t.users.self : null}
          busy={setDisabled.isPending}
          aria-label={
            user.disabled ? t.users.enableLabel(user.username) : t.users.disableLabel(user.username)
          }
          onClick={() => changeDisabled(!user.disabled)}
        >
          {user.disabled ? t.users.enable : t.users.disable}
        </GatedButton>
      </Td>
    </Row>
  )
}
