'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import type { DeliveryGroupRow } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Field } from '~/components/ui/field'
import { Select } from '~/components/ui/input'
import { late } from '~/components/ui/late'
import { Panel } from '~/components/ui/panel'
import { toast } from '~/components/ui/toast'

const NameDialog = late(() => import('~/components/data/name-dialog').then((module) => module.NameDialog))

const KINDS = ['Shared', 'SharedApp', 'Private', 'PrivateApp'] as const

export function GroupsPanel({ groups }: { groups: DeliveryGroupRow[] }) {
  const { t } = useText()
  const [creating, setCreating] = useState(false)
  return (
    <Panel
      id="groups"
      title={t.enrolment.groups}
      hint={t.enrolment.groupsHint}
      actions={
        <Button size="sm" onClick={() => setCreating(true)}>
          {t.enrolment.newGroup}
        </Button>
      }
      flush
    >
      {groups.length === 0 ? (
        <p className="px-4 py-6 text-sm text-ink-3">{t.enrolment.noGroups}</p>
      ) : (
        <ul className="divide-y text-sm">
          {groups.map((group) => (
            <li key={group.id} className="flex items-baseline gap-3 px-4 py-2">
              <span className="min-w-0 flex-1">
                <span className="font-medium">{group.name}</span>{' '}
                <span className="text-ink-3">{t.enrolment.kinds[group.kind]}</span>
              </span>
              <Link
                prefetch={false}
                href={`/hosts?deliveryGroup=${encodeURIComponent(group.name)}`}
                className="rounded-sm tabular-nums hover:underline"
              >
                {t.common.hosts(group.hosts)}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {creating ? <NewGroupDialog onClose={() => setCreating(false)} /> : null}
    </Panel>
  )
}

function NewGroupDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [kind, setKind] = useState<(typeof KINDS)[number]>('Shared')
  const create = useMutation(
    trpc.deliveryGroups.create.mutationOptions({
      onSuccess: (group) => {
        toast.success(t.enrolment.groupCreated(group.name))
        onClose()
        return queries.invalidateQueries(trpc.deliveryGroups.list.queryFilter())
      },
    }),
  )
  return (
    <NameDialog
      title={t.enrolment.newGroup}
      text={t.enrolment.groupsHint}
      label={t.enrolment.groupName}
      missing={t.enrolment.nameNeeded}
      maxLength={100}
      submit={t.enrolment.newGroup}
      busy={create.isPending}
      error={create.error}
      onClose={onClose}
      onSubmit={(name) => create.mutate({ name, kind })}
    >
      <Field label={t.enrolment.kind}>
        {(ids) => (
          <Select
            {...ids}
            value={kind}
            onChange={(event) => setKind(event.target.value as (typeof KINDS)[number])}
          >
            {KINDS.map((each) => (
              <option key={each} value={each}>
                {t.enrolment.kinds[each]}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </NameDialog>
  )
}
