'use client'

import type { HostView, Resolution } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { SettingText, settingName } from '~/components/policies/setting-value'
import { Panel } from '~/components/ui/panel'
import { StateMark, type Tone } from '~/components/ui/state-mark'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import { SETTING_IDS } from '~/domain/settings'
import { AgentMessage } from './agent-message'
import { CitrixStanding } from './citrix-standing'

const ITEM_TONES: Record<HostView['items'][number]['state'], Tone> = {
  applied: 'fine',
  failed: 'broken',
  'not-applicable': 'idle',
  pending: 'pending',
  drifted: 'attention',
}

/** What won on this host, from which policy, what lost, and what the host read back. */
export function HostEffective({ host, resolution }: { host: HostView; resolution: Resolution | null }) {
  const { t } = useText()
  const values = resolution
    ? Object.fromEntries(Object.entries(resolution.settings).map(([id, won]) => [id, won?.value]))
    : (host.config?.settings ?? {})
  const ids = SETTING_IDS.filter((id) => id in values || host.items.some(({ setting }) => setting === id))
  return (
    <Panel id="effective" title={t.hosts.one.effective} hint={t.hosts.one.effectiveHint} flush>
      {ids.length === 0 ? (
        <p className="px-4 py-6 text-sm text-ink-3">{t.hosts.one.nothingSet}</p>
      ) : (
        <Table label={t.hosts.one.effective}>
          <TableHead>
            <tr>
              <Th>{t.hosts.one.setting}</Th>
              <Th>{t.hosts.one.value}</Th>
              {resolution ? <Th>{t.hosts.one.origin}</Th> : null}
              <Th>{t.hosts.one.items}</Th>
            </tr>
          </TableHead>
          <TableBody>
            {ids.map((id) => (
              <Row key={id}>
                <Td className="align-top font-medium max-md:col-span-2">{settingName(id, t)}</Td>
                <Td label={t.hosts.one.value} className="max-w-96 align-top">
                  {id in values ? (
                    <SettingText id={id} value={values[id]} />
                  ) : (
                    <span className="text-ink-3">–</span>
                  )}
                </Td>
                {resolution ? (
                  <Td label={t.hosts.one.origin} className="align-top">
                    <Origin id={id} resolution={resolution} />
                  </Td>
                ) : null}
                <Td label={t.hosts.one.items} className="align-top">
                  <OnHost id={id} host={host} />
                </Td>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
      <Skipped resolution={resolution} />
    </Panel>
  )
}

function Origin({ id, resolution }: { id: string; resolution: Resolution }) {
  const { t } = useText()
  const won = resolution.settings[id as keyof Resolution['settings']]
  const losers = resolution.losers.filter(({ setting }) => setting === id)
  return (
    <span className="grid">
      <span>{won?.policy ?? '–'}</span>
      {losers.map(({ policy }) => (
        <span key={policy} className="text-xs text-ink-3">
          {t.hosts.one.lost(policy)}
        </span>
      ))}
    </span>
  )
}

function OnHost({ id, host }: { id: string; host: HostView }) {
  const { t } = useText()
  const item = host.items.find(({ setting }) => setting === id)
  const refusal = host.notApplicable.find(({ setting }) => setting === id)
  if (!item) {
    if (!refusal) return <span className="text-ink-3">{t.hosts.one.noReport}</span>
    return (
      <span className="grid max-w-md">
        <StateMark tone="idle">{t.codes.itemStates['not-applicable']}</StateMark>
        <span className="text-xs text-ink-3">{t.rules.sentence(refusal.reason)}</span>
      </span>
    )
  }
  if (item.code === 'citrix-policy' && host.citrix.state !== 'unknown')
    return <CitrixStanding standing={host.citrix} />
  const why =
    item.message ??
    (refusal ? t.rules.sentence(refusal.reason) : null) ??
    (item.waitsFor ? t.codes.waitsFor[item.waitsFor] : null)
  return (
    <span className="grid max-w-md">
      <span className="flex flex-wrap items-center gap-x-2">
        <StateMark tone={ITEM_TONES[item.state]}>{t.codes.itemStates[item.state]}</StateMark>
        <span className="text-xs text-ink-3">
          <Time at={item.since} />
        </span>
        {item.owner ? (
          <span className="text-xs font-medium text-attention">
            {t.windowsHosts.owners[item.owner] ?? item.owner}
          </span>
        ) : null}
      </span>
      {why || item.code ? (
        <span className="text-xs text-ink-2">
          <AgentMessage code={item.code ?? null} message={item.message ?? null} />
          {item.message ? null : why}
        </span>
      ) : null}
    </span>
  )
}

function Skipped({ resolution }: { resolution: Resolution | null }) {
  const { t } = useText()
  if (!resolution || resolution.skipped.length === 0) return null
  return (
    <details className="border-t px-4 py-2 text-sm">
      <summary className="text-ink-2">
        {t.hosts.one.skipped} ({resolution.skipped.length})
      </summary>
      <ul className="mt-1.5 grid gap-1 text-ink-2">
        {resolution.skipped.map(({ policy, reason }) => (
          <li key={policy}>
            <span className="font-medium text-ink">{policy}</span>: {t.rules.skipped[reason] ?? reason}
          </li>
        ))}
      </ul>
    </details>
  )
}
