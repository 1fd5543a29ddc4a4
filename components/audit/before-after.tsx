'use client'

import type { AuditRow } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { classNames } from '~/components/ui/class-names'
import { compareFields, type RecordedLine } from './compare-fields'
import { stateWord } from './state-word'

interface BeforeAfterProps extends Pick<AuditRow, 'before' | 'after' | 'names'> {
  /** Its code, by which an export tells it. */
  action: string
}

/** What a change replaced and by what, field by field and side by side; fields that stayed the same are quiet. */
export function BeforeAfter({ action, before, after, names }: BeforeAfterProps) {
  const { t } = useText()
  const fields = compareFields(before, after)
  return (
    <section
      aria-label={t.audit.beforeAfter}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must take the focus
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-md border bg-sunken print:max-h-none"
    >
      <p className="px-3 pt-2 text-xs text-ink-3">
        {t.audit.code}: <code className="font-mono">{action}</code>
      </p>
      <table className="w-full border-collapse text-xs">
        <thead>
          <tr className="border-b text-left text-ink-3 [&>th]:px-3 [&>th]:py-1.5 [&>th]:font-medium">
            <th scope="col">{t.audit.field}</th>
            <th scope="col">{t.audit.before}</th>
            <th scope="col">{t.audit.after}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(({ path, before: was, after: is }) => (
            <tr key={path} className="border-b align-top last:border-b-0 [&>*]:px-3 [&>*]:py-1">
              <th scope="row" className="text-left font-mono font-normal break-all text-ink-2">
                {path || t.audit.value}
              </th>
              <Value path={path} lines={was} names={names} look="bg-broken-soft" />
              <Value path={path} lines={is} names={names} look="bg-fine-soft" />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface ValueProps {
  path: string
  lines: RecordedLine[] | null
  names: AuditRow['names']
  look: string
}

function Value({ path, lines, names, look }: ValueProps) {
  const { t } = useText()
  return (
    <td className="w-1/3 font-mono break-all whitespace-pre-wrap">
      {lines === null ? (
        <span className="font-sans text-ink-3">{t.audit.nothing}</span>
      ) : (
        lines.map(({ at, text, differs }) => (
          <span key={at} className="block">
            <span title={text} className={classNames('rounded-sm px-1', differs ? look : 'text-ink-3')}>
              {stateWord(path, text, t) ?? names[text] ?? text}
            </span>
          </span>
        ))
      )}
    </td>
  )
}
