'use client'

import type { Forecast } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { Panel } from '~/components/ui/panel'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import { inert } from '~/domain/inert-text'
import { ChangeMark } from './forecast-panel'

/** What was observed, again under the draft: which meetings of sessions vanish, appear and remain. */
export function ReplayPanel({ forecast: { replay, sightings, complete } }: { forecast: Forecast }) {
  const { t, format } = useText()
  const words = t.discovery.forecast
  const count = format.number(sightings)
  return (
    <Panel
      id="replay"
      title={words.replay}
      hint={complete ? words.replayHint(count) : words.replayPartly(count)}
      flush
    >
      {replay.length === 0 ? (
        <p className="px-4 py-3 text-sm text-ink-2">{words.replayNone}</p>
      ) : (
        <Table label={words.replay}>
          <TableHead>
            <tr>
              <Th>{words.programs}</Th>
              <Th>{words.port}</Th>
              <Th className="text-right">{words.meetings}</Th>
              <Th className="text-right">{words.hosts}</Th>
              <Th>{words.last}</Th>
              <Th>{words.change}</Th>
            </tr>
          </TableHead>
          <TableBody>
            {replay.map((row) => (
              <Row
                key={`${row.family} ${row.program} ${row.other} ${row.protocol} ${row.port} ${row.change}`}
              >
                <Td className="max-w-96 font-medium break-words max-md:col-span-2">
                  {row.program === row.other
                    ? words.itself(inert(row.program))
                    : words.both(inert(row.program), inert(row.other))}
                </Td>
                <Td label={words.port} className="font-mono text-xs whitespace-nowrap tabular-nums">
                  {row.protocol.toUpperCase()} {row.port}
                </Td>
                <Td label={words.meetings} className="text-right tabular-nums max-md:text-left">
                  {format.number(row.meetings)}
                </Td>
                <Td label={words.hosts} className="text-right tabular-nums max-md:text-left">
                  {format.number(row.hosts)}
                </Td>
                <Td label={words.last} className="text-ink-2">
                  <Time at={row.last} />
                </Td>
                <Td className="max-md:order-first max-md:col-span-2">
                  <ChangeMark change={row.change} />
                </Td>
              </Row>
            ))}
          </TableBody>
        </Table>
      )}
    </Panel>
  )
}
