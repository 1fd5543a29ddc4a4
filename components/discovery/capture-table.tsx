'use client'

import type { ComparisonRow } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import { inert } from '~/domain/inert-text'

type CaptureView = ComparisonRow['captures'][number]

export function CaptureTable({ captures, label }: { captures: CaptureView[]; label: string }) {
  const { t } = useText()
  return (
    <Table label={label}>
      <TableHead>
        <tr>
          <Th>{t.discovery.captures.file}</Th>
          <Th>{t.discovery.captures.format}</Th>
          <Th className="text-right">{t.discovery.captures.rows}</Th>
          <Th className="text-right">{t.discovery.captures.rejected}</Th>
          <Th className="text-right">{t.discovery.captures.size}</Th>
        </tr>
      </TableHead>
      <TableBody>
        {captures.map((capture) => (
          <CaptureLine key={capture.id} capture={capture} />
        ))}
      </TableBody>
    </Table>
  )
}

function CaptureLine({ capture }: { capture: CaptureView }) {
  const { t, format } = useText()
  const { name, notes, rejects, rejected, isSide, locale } = capture
  return (
    <Row>
      <Td className="max-w-md min-w-0 align-top max-md:col-span-2">
        <span className="block font-mono text-xs break-all">{inert(name)}</span>
        {notes.length + rejects.length > 0 ? (
          <details className="mt-0.5 text-xs text-ink-2">
            <summary className="w-fit rounded-sm text-ink-3 hover:text-ink">
              {t.discovery.captures.notes}
            </summary>
            <ul className="mt-1 grid gap-0.5">
              {notes.map((note) => (
                <li key={note} className="break-words">
                  {t.rules.sentence(note)}
                </li>
              ))}
              {rejects.map(({ line, reason }) => (
                <li key={line} className="break-words">
                  {t.discovery.captures.rejectedLine(format.number(line), t.rules.sentence(reason))}
                </li>
              ))}
              {rejected > rejects.length ? (
                <li>{t.discovery.captures.moreRejected(format.number(rejected - rejects.length))}</li>
              ) : null}
            </ul>
          </details>
        ) : null}
      </Td>
      <Td label={t.discovery.captures.format} className="align-top whitespace-nowrap text-ink-2">
        {capture.format}
        {locale ? ` · ${locale}` : ''}
        {isSide ? ` · ${t.discovery.captures.lists}` : ''}
      </Td>
      <Td label={t.discovery.captures.rows} className="text-right align-top tabular-nums max-md:text-left">
        {format.number(capture.rows)}
      </Td>
      <Td
        label={t.discovery.captures.rejected}
        className="text-right align-top tabular-nums max-md:text-left"
      >
        {format.number(rejected)}
      </Td>
      <Td label={t.discovery.captures.size} className="text-right align-top tabular-nums max-md:text-left">
        {sizeOf(capture.bytes)}
      </Td>
    </Row>
  )

  function sizeOf(bytes: number): string {
    if (bytes < 1024) return `${format.number(bytes)} B`
    if (bytes < 1024 * 1024) return `${format.number(Math.round(bytes / 1024))} kB`
    return `${format.number(Math.round(bytes / 1024 / 102.4) / 10)} MB`
  }
}
