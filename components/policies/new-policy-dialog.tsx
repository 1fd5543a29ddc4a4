'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { NameDialog } from '~/components/data/name-dialog'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Field } from '~/components/ui/field'
import { TextArea } from '~/components/ui/input'

export function NewPolicyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const router = useRouter()
  const queries = useQueryClient()
  const [description, setDescription] = useState('')
  const create = useMutation(
    trpc.policies.create.mutationOptions({
      onSuccess: (policy) => {
        void queries.invalidateQueries(trpc.policies.list.queryFilter())
        router.push(`/policies/${policy.id}`)
      },
    }),
  )
  return (
    <NameDialog
      title={t.policies.newTitle}
      text={t.policies.newText}
      label={t.policies.name}
      missing={t.policies.nameNeeded}
      maxLength={200}
      submit={t.policies.create}
      busy={create.isPending || create.isSuccess}
      error={create.error}
      onClose={onClose}
      onSubmit={(name) => create.mutate({ name, description: description.trim() })}
    >
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
    </NameDialog>
  )
}
