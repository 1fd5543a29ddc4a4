'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { HostView } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { Field, FieldError } from '~/components/ui/field'
import { Input, Select } from '~/components/ui/input'
import { toast } from '~/components/ui/toast'
import { splitTags } from './split-tags'

export function EditHostDialog({ host, onClose }: { host: HostView; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const groups = useQuery(trpc.deliveryGroups.list.queryOptions())
  const [name, setName] = useState(host.name)
  const [group, setGroup] = useState(host.deliveryGroup ?? '')
  const [tags, setTags] = useState(host.tags.join(', '))
  const [ou, setOu] = useState(host.ou ?? '')
  const update = useMutation(
    trpc.hosts.update.mutationOptions({
      onSuccess: () => {
        toast.success(t.hosts.edit.done(name))
        onClose()
        return queries.invalidateQueries()
      },
    }),
  )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t.hosts.edit.title(host.name)}
      description={t.hosts.edit.text}
      closeLabel={t.common.close}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          update.mutate({
            id: host.id,
            name: name.trim(),
            deliveryGroup: group || null,
            tags: splitTags(tags),
            ou: ou.trim() || null,
          })
        }}
      >
        <Field label={t.hosts.edit.name}>
          {(ids) => (
            <Input
              {...ids}
              required
              maxLength={253}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t.hosts.edit.group}>
          {(ids) => (
            <Select {...ids} value={group} onChange={(event) => setGroup(event.target.value)}>
              <option value="">{t.hosts.one.noGroup}</option>
              {(groups.data?.rows ?? []).map((each) => (
                <option key={each.id} value={each.name}>
                  {each.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={t.hosts.edit.tags} hint={t.hosts.edit.tagsHint}>
          {(ids) => <Input {...ids} value={tags} onChange={(event) => setTags(event.target.value)} />}
        </Field>
        <Field label={t.hosts.edit.ou} hint={t.hosts.edit.ouHint}>
          {(ids) => (
            <Input {...ids} maxLength={1000} value={ou} onChange={(event) => setOu(event.target.value)} />
          )}
        </Field>
        {update.error ? <FieldError>{errorText(update.error, t)}</FieldError> : null}
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" busy={update.isPending}>
            {t.common.save}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
