'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { errorText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { Field } from '~/components/ui/field'
import { Input, TextArea } from '~/components/ui/input'

export function NewPolicyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const router = useRouter()
  const queries = useQueryClient()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [missing, setMissing] = useState(false)
  const create = useMutation(
    trpc.policies.create.mutationOptions({
      onSuccess: (policy) => {
        void queries.invalidateQueries(trpc.policies.list.queryFilter())
        router.push(`/policies/${policy.id}`)
      },
    }),
  )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t.policies.newTitle}
      description={t.policies.newText}
      closeLabel={t.common.close}
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          setMissing(name.trim() === '')
          if (name.trim()) create.mutate({ name: name.trim(), description: description.trim() })
        }}
      >
        <Field
          label={t.policies.name}
          error={missing ? t.policies.nameNeeded : create.error ? errorText(create.error, t) : null}
        >
          {(ids) => (
            <Input {...ids} maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label={t.policies.description} optional={t.common.optional}>
          {(ids) => (
            <TextArea
              {...ids}
              maxLength={2000}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        <DialogActions>
          <Button onClick={onClose}>{t.common.cancel}</Button>
          <Button look="primary" type="submit" busy={create.isPending || create.isSuccess}>
            {t.policies.create}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
