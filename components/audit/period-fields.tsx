'use client'

import { useText } from '~/components/data/text'
import { useNow } from '~/components/data/use-now'
import type { useUrlFilters } from '~/components/data/use-url-filters'
import { Input, Select } from '~/components/ui/input'
import type { AuditWords } from './audit-filters'
import { PERIODS, type Period, periodWord, spanOf } from './audit-period'

const BETWEEN = 'between'
const DAY_MS = 86_400_000

interface PeriodFieldsProps {
  filters: ReturnType<typeof useUrlFilters>
  /** What is asked for now, a period by its instants. */
  words: AuditWords
}

/** When the entries are of: a period by its name, which stays on view, or two times by hand. */
export function PeriodFields({ filters: { get, set }, words }: PeriodFieldsProps) {
  const { t } = useText()
  const nameOf = usePeriodName()
  const period = periodWord(get('period'))
  const byHand = !period && (get('period') === BETWEEN || get('from') !== '' || get('to') !== '')
  const choose = (word: string) =>
    set(
      word === BETWEEN
        ? { period: word, from: words.from ?? '', to: words.to ?? '' }
        : { period: word, from: '', to: '' },
    )
  return (
    <>
      <Select
        aria-label={t.audit.period}
        value={period ?? (byHand ? BETWEEN : '')}
        onChange={(event) => choose(event.target.value)}
        className="max-sm:w-full"
      >
        <option value="">{`${t.audit.period}: ${t.common.any}`}</option>
        {PERIODS.map((each) => (
          <option key={each} value={each}>
            {nameOf(each)}
          </option>
        ))}
        <option value={BETWEEN}>{t.audit.periods.between}</option>
      </Select>
      {byHand ? (
        <TimeFields words={words} onChange={(change) => set({ period: BETWEEN, ...change })} />
      ) : null}
    </>
  )
}

/** The reader's zone is not known before the page runs in their browser. */
function usePeriodName(): (period: Period) => string {
  const { t, format } = useText()
  const arrived = useNow() > 0
  return (period) => {
    if (period !== 'week') return t.audit.periods[period]
    if (!arrived) return t.audit.periods.week('', '')
    const { from, to = '' } = spanOf('week', Date.now(), format)
    return t.audit.periods.week(
      format.day(from),
      format.day(new Date(Date.parse(to) - DAY_MS / 2).toISOString()),
    )
  }
}

function TimeFields({
  words,
  onChange,
}: {
  words: AuditWords
  onChange: (change: Record<string, string>) => void
}) {
  const { t, format } = useText()
  const arrived = useNow() > 0
  /** To the minute. */
  const fieldOf = (iso = '') =>
    Number.isNaN(Date.parse(iso)) ? '' : format.wallClock(Date.parse(iso)).slice(0, 16)
  return (['from', 'to'] as const).map((name) => (
    <label
      key={name}
      htmlFor={`audit-${name}`}
      className="flex items-center gap-2 text-sm text-ink-2 max-sm:w-full"
    >
      <span className="max-sm:w-12">{t.audit[name]}</span>
      <Input
        id={`audit-${name}`}
        type="datetime-local"
        className="w-54 max-sm:flex-1"
        title={arrived ? format.zone : undefined}
        value={arrived ? fieldOf(words[name]) : ''}
        onChange={(event) => onChange({ [name]: event.target.value && format.instantOf(event.target.value) })}
      />
    </label>
  ))
}
