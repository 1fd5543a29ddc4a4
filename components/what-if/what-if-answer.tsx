'use client'

import { Address } from '~/components/addresses/address'
import type { WhatIf } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { SettingText, settingName } from '~/components/policies/setting-value'
import { Panel } from '~/components/ui/panel'
import { StateMark } from '~/components/ui/state-mark'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import { EvidenceList } from './evidence-list'

type View = Pick<WhatIf, 'settings' | 'losers' | 'notApplicable'>

/** What would be: winners and losers, the predicted address, and each policy with the evidence of its filters. */
export function WhatIfAnswer({ answer }: { answer: WhatIf }) {
  const { t } = useText()
  const { user } = answer
  const whom = user?.facts.user ?? t.whatIf.thisUser
  return (
    <div className="grid min-w-0 content-start gap-4">
      <Predictions answer={answer} />
      <Panel id="what-if-settings" title={t.whatIf.settings} hint={t.whatIf.settingsHint} flush>
        <Settings view={answer} label={t.whatIf.settings} />
      </Panel>
      <Panel id="what-if-evidence" title={t.whatIf.evidence} hint={t.whatIf.evidenceHint} flush>
        <EvidenceList rows={answer.evidence} />
      </Panel>
      {user ? (
        <>
          <Panel id="what-if-user" title={t.whatIf.settingsOf(whom)} hint={t.whatIf.settingsOfHint} flush>
            <Settings view={user} label={t.whatIf.settingsOf(whom)} />
          </Panel>
          <Panel id="what-if-user-evidence" title={t.whatIf.evidenceOf(whom)} flush>
            <EvidenceList rows={user.evidence} />
          </Panel>
        </>
      ) : null}
    </div>
  )
}

function Predictions({ answer }: { answer: WhatIf }) {
  const { t } = useText()
  if (answer.predictions.length === 0) return null
  return (
    <Panel id="what-if-prediction" title={t.whatIf.prediction}>
      {answer.predictions.map(({ session, loopback, reason }) => (
        <p key={session.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
          {/* A session id is a name, not an amount. */}
          <span className="text-ink-2 tabular-nums">{t.whatIf.sessionIs(String(session.id))}</span>
          {loopback ? <Address address={loopback} /> : <span>{t.common.none}</span>}
          {reason ? <StateMark tone="idle">{t.codes.predictionReasons[reason] ?? reason}</StateMark> : null}
        </p>
      ))}
    </Panel>
  )
}

function Settings({ view, label }: { view: View; label: string }) {
  const { t } = useText()
  const won = Object.entries(view.settings)
  if (won.length === 0) return <p className="px-4 py-3 text-sm text-ink-3">{t.whatIf.none}</p>
  return (
    <Table label={label}>
      <TableHead>
        <tr>
          <Th>{t.hosts.one.setting}</Th>
          <Th>{t.hosts.one.value}</Th>
          <Th>{t.whatIf.winner}</Th>
        </tr>
      </TableHead>
      <TableBody>
        {won.map(([id, { value, policy }]) => (
          <Row key={id}>
            <Td className="align-top font-medium max-md:col-span-2">{settingName(id, t)}</Td>
            <Td label={t.hosts.one.value} className="max-w-96 align-top">
              <SettingText id={id} value={value} />
              <NotApplicable id={id} view={view} />
            </Td>
            <Td label={t.whatIf.winner} className="align-top">
              <span className="grid">
                <span>{policy}</span>
                {view.losers
                  .filter(({ setting }) => setting === id)
                  .map((loser) => (
                    <span key={loser.policy} className="text-xs text-ink-3">
                      {t.hosts.one.lost(loser.policy)}: <SettingText id={id} value={loser.value} />
                    </span>
                  ))}
              </span>
            </Td>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

function NotApplicable({ id, view }: { id: string; view: View }) {
  const { t } = useText()
  const refusal = view.notApplicable.find(({ setting }) => setting === id)
  return refusal ? (
    <span className="mt-0.5 grid">
      <StateMark tone="attention">{t.hosts.one.notApplicable}</StateMark>
      <span className="text-xs text-ink-2">{t.rules.sentence(refusal.reason)}</span>
    </span>
  ) : null
}
