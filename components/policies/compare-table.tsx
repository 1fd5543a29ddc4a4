'use client'

import type { Outputs } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { StateMark } from '~/components/ui/state-mark'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import { Entries } from './policy-changes'
import { SettingText, settingName } from './setting-value'

type Answer = Exclude<Outputs['policies']['compare'], { kind: 'revisions' }>
type SettingRow = Answer['settings'][number]

/** Every setting that a side has: both values, who set them, and lists by what came and went. */
export function CompareTable({ names, rows }: { names: readonly string[]; rows: readonly SettingRow[] }) {
  const { t } = useText()
  if (rows.length === 0) return <p className="px-4 py-3 text-sm text-ink-3">{t.policies.noSettings}</p>
  return (
    <Table label={t.compare.title}>
      <TableHead>
        <tr>
          <Th>{t.compare.setting}</Th>
          {names.map((name, at) => (
            <Th key={at === 0 ? 'one' : 'other'}>{name}</Th>
          ))}
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.setting}>
            <Td className="align-top max-md:col-span-2">
              <span className="grid gap-1">
                <span className={row.different ? 'font-medium' : 'text-ink-2'}>
                  {settingName(row.setting, t)}
                </span>
                {row.different ? <StateMark tone="pending">{t.policies.change.changed}</StateMark> : null}
                <Entries added={row.added ?? []} removed={row.removed ?? []} />
              </span>
            </Td>
            <Side row={row} at={0} label={names[0] ?? ''} />
            <Side row={row} at={1} label={names[1] ?? ''} />
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

function Side({ row, at, label }: { row: SettingRow; at: 0 | 1; label: string }) {
  const { t } = useText()
  const by = 'policies' in row ? row.policies[at] : null
  const reason = 'notApplicable' in row ? row.notApplicable[at] : null
  return (
    <Td label={label} className="max-w-96 align-top">
      {row.inUse[at] ? (
        <SettingText id={row.setting} value={row.values[at]} />
      ) : (
        <span className="text-ink-3">{t.compare.notSet}</span>
      )}
      {by ? <span className="block text-xs text-ink-3">{by}</span> : null}
      {reason ? (
        <span className="mt-0.5 grid">
          <StateMark tone="attention">{t.hosts.one.notApplicable}</StateMark>
          <span className="text-xs text-ink-2">{t.rules.sentence(reason)}</span>
        </span>
      ) : null}
    </Td>
  )
}
