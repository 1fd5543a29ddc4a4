'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import type { FindingView, PolicyRow } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { settingName } from '~/components/policies/setting-value'
import { Button, buttonLook } from '~/components/ui/button'
import { Dialog, DialogActions } from '~/components/ui/dialog'
import { Field, FieldError } from '~/components/ui/field'
import { Select } from '~/components/ui/input'
import { SkeletonRows } from '~/components/ui/skeleton'
import { toast } from '~/components/ui/toast'
import { type AcceptChange, acceptInto } from '~/domain/discovery/accept'
import { inert } from '~/domain/inert-text'

/** Which policy, and exactly what changes in it, before it does. */
export function AcceptDialog({ finding, onClose }: { finding: FindingView; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const policies = useQuery(trpc.policies.list.queryOptions())
  const [chosen, setChosen] = useState('')
  const accept = useMutation(
    trpc.discovery.accept.mutationOptions({
      onSuccess: ({ policy, changes }) => {
        toast.success(
          changes.length > 0 ? t.discovery.accept.done(policy.name) : t.discovery.accept.same(policy.name),
        )
        void queries.invalidateQueries(trpc.discovery.pathFilter())
        void queries.invalidateQueries(trpc.policies.pathFilter())
        onClose()
      },
    }),
  )
  const rows = policies.data?.policies ?? []
  const policy = rows.find(({ id }) => id === (chosen || likely(rows, finding)?.id))
  const changes = policy ? acceptInto(policy.settings, finding.content, finding.family).changes : []
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t.discovery.accept.title(inert(finding.program))}
      description={t.discovery.accept.text}
      closeLabel={t.common.close}
    >
      {policies.isPending ? (
        <SkeletonRows label={t.common.loading} rows={2} />
      ) : rows.length === 0 ? (
        <div className="grid justify-items-start gap-3 text-sm">
          <p>{t.discovery.accept.noPolicies}</p>
          <Link prefetch={false} href="/policies" className={buttonLook({ look: 'primary' })}>
            {t.policies.title}
          </Link>
        </div>
      ) : (
        <form
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            if (policy) accept.mutate({ id: finding.id, policyId: policy.id })
          }}
        >
          <Field label={t.discovery.accept.policy}>
            {(ids) => (
              <Select
                {...ids}
                className="w-full"
                value={policy?.id ?? ''}
                onChange={(event) => setChosen(event.target.value)}
              >
                {rows.map(({ id, name, matchingHosts }) => (
                  <option key={id} value={id}>
                    {`${name} · ${t.common.hosts(matchingHosts)}`}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Changes changes={changes} />
          {accept.error ? <FieldError>{errorText(accept.error, t)}</FieldError> : null}
          <DialogActions>
            <Button onClick={onClose}>{t.common.cancel}</Button>
            <Button look="primary" type="submit" busy={accept.isPending}>
              {t.discovery.accept.submit}
            </Button>
          </DialogActions>
        </form>
      )}
    </Dialog>
  )
}

/** The policy that lists one of its partners, or one that has the feature on; else the first. */
function likely(rows: readonly PolicyRow[], { content, verdict }: FindingView): PolicyRow | undefined {
  const partners = content.pairs.flatMap(({ listener, client }) => [
    listener.toLowerCase(),
    client.toLowerCase(),
  ])
  const lists = ({ settings }: PolicyRow) =>
    (settings.VirtualLoopbackPrograms ?? []).some((entry) =>
      verdict === 'over-listed'
        ? entry.toLowerCase() === content.program.toLowerCase()
        : partners.includes(entry.toLowerCase()),
    )
  return rows.find(lists) ?? rows.find(({ settings }) => settings.VirtualLoopbackSupport === true) ?? rows[0]
}

function Changes({ changes }: { changes: AcceptChange[] }) {
  const { t } = useText()
  return (
    <section aria-label={t.discovery.accept.changes} className="grid gap-1 text-sm">
      <h3 className="font-medium">{t.discovery.accept.changes}</h3>
      {changes.length === 0 ? (
        <p className="text-ink-2">{t.discovery.accept.nothing}</p>
      ) : (
        <ul className="grid list-disc gap-1 pl-5 text-ink-2">
          {changes.map((change) => (
            <li key={JSON.stringify(change)} className="break-words">
              <ChangeText change={change} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function ChangeText({ change }: { change: AcceptChange }) {
  const { t } = useText()
  const name = settingName(change.setting, t)
  if ('add' in change) return t.discovery.accept.adds(name, change.add.join(', '))
  if ('remove' in change) return t.discovery.accept.removes(name, change.remove.join(', '))
  const value = change.value === true ? t.common.on : (t.choices[change.value] ?? change.value)
  return t.discovery.accept.sets(name, value)
}
