'use client'

import type { PolicyRow } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { useNow } from '~/components/data/use-now'
import { Button } from '~/components/ui/button'
import { Callout } from '~/components/ui/callout'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import { SETTING_IDS } from '~/domain/settings'
import type { Messages } from '~/locales/catalogue'
import { type Draft, draftOf } from './draft'
import { settingName, settingText } from './setting-value'

interface StaleCompareProps {
  draft: Draft
  theirs: PolicyRow
  onTake: () => void
  onOverwrite: () => void
}

/** A save met a newer one: both side by side, field by field, and the choice between them. */
export function StaleCompare({ draft, theirs, onTake, onOverwrite }: StaleCompareProps) {
  const { t, format } = useText()
  const now = useNow() || Date.now()
  const rows = differences(draft, draftOf(theirs), t)
  return (
    <Callout tone="attention" live title={t.policies.stale.title}>
      <p>{t.policies.stale.text(theirs.updatedBy, format.relative(theirs.updatedAt, now))}</p>
      {rows.length === 0 ? (
        <p className="mt-2">{t.policies.stale.same}</p>
      ) : (
        <div className="mt-2 overflow-hidden rounded-md border bg-surface">
          <Table label={t.policies.stale.title}>
            <TableHead>
              <tr>
                <Th>{t.policies.stale.field}</Th>
                <Th>{t.policies.stale.yours}</Th>
                <Th>{t.policies.stale.theirs}</Th>
              </tr>
            </TableHead>
            <TableBody>
              {rows.map(({ field, mine, other }) => (
                <Row key={field}>
                  <Td className="align-top font-medium max-md:col-span-2">{field}</Td>
                  <Td label={t.policies.stale.yours} className="align-top break-words whitespace-pre-line">
                    {mine}
                  </Td>
                  <Td label={t.policies.stale.theirs} className="align-top break-words whitespace-pre-line">
                    {other}
                  </Td>
                </Row>
              ))}
            </TableBody>
          </Table>
        </div>
      )}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button onClick={onTake}>{t.policies.stale.takeTheirs}</Button>
        <Button look="danger" onClick={onOverwrite}>
          {t.policies.stale.overwrite}
        </Button>
      </div>
    </Callout>
  )
}

interface Difference {
  field: string
  mine: string
  other: string
}

const ENTRIES_SHOWN = 20

function differences(mine: Draft, other: Draft, t: Messages): Difference[] {
  const scalars: Difference[] = [
    { field: t.policies.name, mine: mine.name, other: other.name },
    { field: t.policies.description, mine: mine.description, other: other.description },
    { field: t.policies.state, mine: stateWord(mine.enabled, t), other: stateWord(other.enabled, t) },
    { field: t.policies.filters, mine: filterLines(mine, t), other: filterLines(other, t) },
  ]
  const settings = SETTING_IDS.map((id) => {
    const [one, two] = listDifference(mine.settings[id], other.settings[id])
    return { field: settingName(id, t), mine: valueLines(id, one, t), other: valueLines(id, two, t) }
  })
  return [...scalars, ...settings].filter((row) => row.mine !== row.other)
}

/** Of two lists, only what the other lacks: the rest is the same and would hide it. */
function listDifference(one: unknown, two: unknown): [unknown, unknown] {
  if (!Array.isArray(one) || !Array.isArray(two)) return [one, two]
  const [left, right] = [
    one.filter((entry) => !two.includes(entry)),
    two.filter((entry) => !one.includes(entry)),
  ]
  return left.length + right.length > 0 ? [left, right] : [one, two]
}

function valueLines(id: string, value: unknown, t: Messages): string {
  if (value === undefined) return t.policies.editor.notSet
  if (!Array.isArray(value)) return settingText(id, value, t)
  if (value.length === 0) return '–'
  const more = value.length > ENTRIES_SHOWN ? `\n${t.common.more(value.length - ENTRIES_SHOWN)}` : ''
  return value.slice(0, ENTRIES_SHOWN).join('\n') + more
}

function stateWord(enabled: boolean, t: Messages): string {
  return enabled ? t.policies.enabled : t.policies.disabled
}

function filterLines({ filters }: Draft, t: Messages): string {
  if (filters.length === 0) return t.policies.everywhere
  return filters
    .map(
      ({ mode, type, value, enabled }) =>
        `${t.filters.modes[mode]} ${t.filters.types[type]} ${value}${enabled ? '' : ` (${t.common.off})`}`,
    )
    .join('\n')
}
