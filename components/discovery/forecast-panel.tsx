'use client'

import type { Forecast } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Panel } from '~/components/ui/panel'
import { StateMark, type Tone } from '~/components/ui/state-mark'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import { inert } from '~/domain/inert-text'

type Class = Forecast['classes'][number]
type ClassRow = Class['rows'][number]

const TONES: Record<ClassRow['change'], Tone> = {
  appears: 'broken',
  remains: 'attention',
  vanishes: 'fine',
}
const NAMED = 4

export function ChangeMark({ change }: { change: ClassRow['change'] }) {
  const { t } = useText()
  return <StateMark tone={TONES[change]}>{t.discovery.forecast.changes[change]}</StateMark>
}

/** Hosts that are told the same: which programs meet there, now and with the draft. */
export function ForecastPanel({ forecast }: { forecast: Class }) {
  const { t, format } = useText()
  const { names, hosts, rows, cuts } = forecast
  const shown = names.slice(0, NAMED).join(', ')
  const title = t.discovery.forecast.classHosts(shown, hosts > NAMED ? format.number(hosts - NAMED) : '')
  return (
    <Panel id={`forecast-${names[0]}`} title={title} hint={t.common.hosts(hosts)} flush>
      {rows.length > 0 ? <ClashTable rows={rows} label={t.discovery.forecast.table(shown)} /> : null}
      {cuts.length > 0 ? (
        <div className="grid gap-1.5 border-t px-4 py-2.5">
          <h3 className="text-xs font-medium text-ink-3">{t.discovery.forecast.cuts}</h3>
          <ul className="grid gap-1 text-sm">
            {cuts.map(({ listener, client, port, change }) => (
              <li key={`${listener} ${client} ${port}`} className="flex flex-wrap items-center gap-x-3">
                <ChangeMark change={change} />
                <span className="min-w-0 break-words">
                  {t.discovery.forecast.cut(client, listener, String(port))}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </Panel>
  )
}

function ClashTable({ rows, label }: { rows: ClassRow[]; label: string }) {
  const { t } = useText()
  const words = t.discovery.forecast
  return (
    <Table label={label}>
      <TableHead>
        <tr>
          <Th>{words.programs}</Th>
          <Th>{words.port}</Th>
          <Th>{words.asked}</Th>
          <Th>{words.now}</Th>
          <Th>{words.draft}</Th>
          <Th>{words.change}</Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <ClashLine
            key={`${row.program} ${row.other} ${row.protocol} ${row.port} ${row.asked.join()}`}
            row={row}
          />
        ))}
      </TableBody>
    </Table>
  )
}

function ClashLine({ row }: { row: ClassRow }) {
  const { t } = useText()
  const words = t.discovery.forecast
  const certain = (certainty: ClassRow['now']) => (certainty ? words.certainties[certainty] : words.noClash)
  return (
    <Row>
      <Td className="max-w-96 break-words max-md:col-span-2">
        <span className="font-medium">
          {row.program === row.other
            ? words.itself(inert(row.program))
            : words.both(inert(row.program), inert(row.other))}
        </span>
        {row.listed ? null : <span className="ml-2 text-xs text-ink-3">{words.unlisted}</span>}
      </Td>
      <Td label={words.port} className="font-mono text-xs whitespace-nowrap tabular-nums">
        {row.protocol.toUpperCase()} {row.port}
      </Td>
      <Td label={words.asked} className="text-ink-2">
        {[...new Set(row.asked)].map((at) => words.places[at]).join(', ')}
      </Td>
      <Td label={words.now} className="text-ink-2">
        {certain(row.now)}
      </Td>
      <Td label={words.draft} className="text-ink-2">
        {certain(row.draft)}
      </Td>
      <Td className="max-md:order-first max-md:col-span-2">
        <ChangeMark change={row.change} />
      </Td>
    </Row>
  )
}
