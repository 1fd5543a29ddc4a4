'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { CatalogueRow } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { Field, FieldError } from '~/components/ui/field'
import { Input, Select, TextArea } from '~/components/ui/input'
import { toast } from '~/components/ui/toast'
import { parsePorts, portsText } from '~/domain/catalogue/check-entry'

const ADVICES = ['loopback', 'virtual-ip', 'both', 'wandering', 'exclude', 'review'] as const
const EVIDENCES = ['verified', 'partial', 'memory'] as const

/** One entry, whole. `entry` is null for a new one, whose id is made from its name. */
export function CatalogueDialog({ entry, onClose }: { entry: CatalogueRow | null; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const [portsWrong, setPortsWrong] = useState(false)
  const save = useMutation(
    trpc.catalogue.save.mutationOptions({
      onSuccess: () => {
        toast.success(t.discovery.catalogue.saved)
        void queries.invalidateQueries(trpc.catalogue.pathFilter())
        onClose()
      },
    }),
  )
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const ports = parsePorts(text('ports'))
    setPortsWrong(ports === null)
    if (!ports) return
    const evidence = (name: string) => EVIDENCES.find((one) => one === text(name)) ?? 'memory'
    save.mutate({
      id: entry?.id ?? idOf(text('name')),
      name: text('name'),
      processes: text('processes')
        .split(/[,\n]/)
        .flatMap((name) => name.trim() || []),
      processEvidence: evidence('processEvidence'),
      ports,
      portEvidence: evidence('portEvidence'),
      advice: ADVICES.find((one) => one === text('advice')) ?? 'review',
      text: text('text'),
      source: text('source'),
    })
  }
  const words = t.discovery.catalogue
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title={entry ? words.edit(entry.name) : words.add}
      closeLabel={t.common.close}
    >
      <form onSubmit={submit} className="grid gap-4 sm:grid-cols-2">
        <Field label={words.name}>
          {(ids) => <Input {...ids} name="name" required maxLength={100} defaultValue={entry?.name} />}
        </Field>
        <Field label={words.advice}>
          {(ids) => (
            <Select {...ids} name="advice" defaultValue={entry?.advice ?? 'loopback'} className="w-full">
              {ADVICES.map((advice) => (
                <option key={advice} value={advice}>
                  {words.advices[advice]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label={words.processes} hint={words.processesHint}>
          {(ids) => <Input {...ids} name="processes" defaultValue={entry?.processes.join(', ')} />}
        </Field>
        <EvidenceField name="processEvidence" label={words.processEvidence} value={entry?.processEvidence} />
        <Field label={words.ports} hint={words.portsHint} error={portsWrong ? words.portsWrong : null}>
          {(ids) => <Input {...ids} name="ports" defaultValue={entry ? portsText(entry.ports) : ''} />}
        </Field>
        <EvidenceField name="portEvidence" label={words.portEvidence} value={entry?.portEvidence} />
        <Field label={words.whatToDo} className="sm:col-span-2">
          {(ids) => <TextArea {...ids} name="text" required maxLength={500} defaultValue={entry?.text} />}
        </Field>
        <Field label={words.sourceLabel} optional={t.common.optional} className="sm:col-span-2">
          {(ids) => <Input {...ids} name="source" maxLength={300} defaultValue={entry?.source} />}
        </Field>
        <div className="sm:col-span-2">
          {save.error ? <FieldError>{errorText(save.error, t)}</FieldError> : null}
          <DialogActions>
            <Button onClick={onClose}>{t.common.cancel}</Button>
            <Button look="primary" type="submit" busy={save.isPending}>
              {t.common.save}
            </Button>
          </DialogActions>
        </div>
      </form>
    </Dialog>
  )
}

function EvidenceField({
  name,
  label,
  value,
}: {
  name: string
  label: string
  value: CatalogueRow['portEvidence'] | undefined
}) {
  const { t } = useText()
  return (
    <Field label={label}>
      {(ids) => (
        <Select {...ids} name={name} defaultValue={value ?? 'memory'} className="w-full">
          {EVIDENCES.map((evidence) => (
            <option key={evidence} value={evidence}>
              {t.discovery.catalogue.evidences[evidence]}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

/** `Acme Softphone 3` is `acme-softphone-3`. */
function idOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  return plain.replace(/^-+|-+$/g, '').slice(0, 64)
}
