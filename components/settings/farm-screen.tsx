'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type ComponentProps, useState } from 'react'
import type { FarmSettings } from '~/components/data/api'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Page } from '~/components/shell/page'
import { Button } from '~/components/ui/button'
import { Callout } from '~/components/ui/callout'
import { Field } from '~/components/ui/field'
import { Input, Select } from '~/components/ui/input'
import { late } from '~/components/ui/late'
import { Panel } from '~/components/ui/panel'
import { SkeletonRows } from '~/components/ui/skeleton'
import { Switch } from '~/components/ui/switch'
import { toast } from '~/components/ui/toast'
import { farmChange } from './farm-change'
import { SettingsTabs } from './settings-tabs'

const ReasonDialog = late(() =>
  import('~/components/data/reason-dialog').then((module) => module.ReasonDialog),
)

export function FarmScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const farm = useQuery(trpc.farm.get.queryOptions())
  return (
    <Page title={t.administration.title} lead={t.administration.question}>
      <SettingsTabs />
      {farm.error ? (
        <LoadFailed
          what={t.administration.pages.farm}
          error={farm.error}
          onRetry={() => void farm.refetch()}
        />
      ) : farm.data ? (
        <FarmForm key={JSON.stringify(farm.data)} farm={farm.data} />
      ) : (
        <SkeletonRows label={t.common.loading} rows={5} />
      )}
    </Page>
  )
}

function FarmForm({ farm }: { farm: FarmSettings }) {
  const { t } = useText()
  const words = t.administration.farm
  const [edited, setEdited] = useState(farm)
  const [asking, setAsking] = useState(false)
  const { change, problems } = farmChange(farm, edited)
  const set = (part: Partial<FarmSettings>) => setEdited({ ...edited, ...part })
  const count = Object.keys(change).length
  return (
    <form
      className="grid max-w-3xl gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        setAsking(true)
      }}
    >
      <Panel id="farm-general" title={words.general}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={words.name} error={problems.name ? words.nameNeeded : null} className="sm:col-span-2">
            {(ids) => (
              <Input
                {...ids}
                maxLength={100}
                value={edited.name}
                onChange={(event) => set({ name: event.target.value })}
              />
            )}
          </Field>
          <Field
            label={words.pollSeconds}
            hint={words.pollSecondsHint}
            error={problems.pollSeconds ? words.pollSecondsRule : null}
          >
            {(ids) => (
              <Whole {...ids} value={edited.pollSeconds} onValue={(pollSeconds) => set({ pollSeconds })} />
            )}
          </Field>
          <Field
            label={words.slotWindow}
            hint={words.slotWindowHint}
            error={problems.slotWindowMs ? words.slotWindowRule : null}
          >
            {(ids) => (
              <Whole {...ids} value={edited.slotWindowMs} onValue={(slotWindowMs) => set({ slotWindowMs })} />
            )}
          </Field>
          <Field
            label={words.approveAbove}
            hint={words.approveAboveHint}
            optional={t.common.optional}
            error={problems.approveAboveHosts ? words.approveAboveRule : null}
          >
            {(ids) => (
              <Whole
                {...ids}
                value={edited.approveAboveHosts ?? Number.NaN}
                onValue={(hosts) => set({ approveAboveHosts: Number.isNaN(hosts) ? null : hosts })}
              />
            )}
          </Field>
          <Choice
            label={words.approvalQueue}
            hint={words.approvalQueueHint}
            checked={edited.approvalQueue}
            onChange={(approvalQueue) => set({ approvalQueue })}
          />
        </div>
      </Panel>
      <Panel id="farm-rules" title={words.rules} hint={words.rulesHint}>
        <div className="grid gap-4">
          <Field label={words.filterRule} hint={words.filterRuleHelp[edited.filterRule]}>
            {(ids) => (
              <Select
                {...ids}
                value={edited.filterRule}
                onChange={(event) =>
                  set({ filterRule: event.target.value === 'any-type' ? 'any-type' : 'all-types' })
                }
              >
                <option value="all-types">{words.filterRules['all-types']}</option>
                <option value="any-type">{words.filterRules['any-type']}</option>
              </Select>
            )}
          </Field>
          <Choice
            label={words.unverifiedOs}
            hint={words.unverifiedOsHint}
            checked={edited.allowUnverifiedOs}
            onChange={(allowUnverifiedOs) => set({ allowUnverifiedOs })}
          />
          {'filterRule' in change || 'allowUnverifiedOs' in change ? (
            <Callout tone="attention">{words.resolves}</Callout>
          ) : null}
        </div>
      </Panel>
      <div className="flex flex-wrap items-center gap-2">
        <Button look="primary" type="submit" disabled={count === 0 || Object.values(problems).some(Boolean)}>
          {words.save(count)}
        </Button>
        {count > 0 ? <Button onClick={() => setEdited(farm)}>{t.common.cancel}</Button> : null}
      </div>
      {asking ? <SaveDialog change={change} onClose={() => setAsking(false)} /> : null}
    </form>
  )
}

function Whole({
  value,
  onValue,
  ...props
}: { value: number; onValue: (value: number) => void } & Omit<ComponentProps<'input'>, 'value'>) {
  return (
    <Input
      {...props}
      type="number"
      inputMode="numeric"
      value={Number.isNaN(value) ? '' : value}
      onChange={(event) => onValue(event.target.valueAsNumber)}
    />
  )
}

function Choice({
  label,
  hint,
  checked,
  onChange,
}: {
  label: string
  hint: string
  checked: boolean
  onChange: (on: boolean) => void
}) {
  return (
    <Field label={label} hint={hint}>
      {(ids) => <Switch {...ids} checked={checked} onCheckedChange={onChange} />}
    </Field>
  )
}

function SaveDialog({ change, onClose }: { change: Partial<FarmSettings>; onClose: () => void }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const router = useRouter()
  const words = t.administration.farm
  const save = useMutation(
    trpc.farm.update.mutationOptions({
      onSuccess: () => {
        toast.success(words.saved)
        onClose()
        // The farm's name stands in the frame of every page.
        router.refresh()
        return queries.invalidateQueries()
      },
    }),
  )
  return (
    <ReasonDialog
      title={words.saveTitle}
      text={words.saveText}
      submit={t.common.save}
      look="primary"
      busy={save.isPending}
      error={save.error}
      onClose={onClose}
      onSubmit={(reason) => save.mutate({ ...change, reason })}
    />
  )
}
