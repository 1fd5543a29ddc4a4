'use client'

import type { RolloutView } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { Panel } from '~/components/ui/panel'
import { StateMark } from '~/components/ui/state-mark'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'
import { targetText } from './target-text'

/** Its waves, in order. */
export function WaveTable({ rollout }: { rollout: RolloutView }) {
  const text = useText()
  const { t, format } = text
  const words = t.rollouts
  return (
    <Panel id="waves" title={words.waves} flush>
      <Table label={words.waves}>
        <TableHead>
          <tr>
            <Th>{words.wave}</Th>
            <Th>{words.target}</Th>
            <Th className="text-right">{words.hosts}</Th>
            <Th>{words.opened}</Th>
            <Th>{words.settled}</Th>
          </tr>
        </TableHead>
        <TableBody>
          {rollout.waves.map(({ place, target, hosts, done, openedAt, settledAt }) => (
            <Row key={place}>
              <Td label={words.wave}>
                <StateMark tone={settledAt ? 'fine' : openedAt ? 'pending' : 'idle'}>
                  {format.number(place + 1)}
                </StateMark>
              </Td>
              <Td label={words.target}>{targetText(target, text)}</Td>
              <Td label={words.hosts} className="tabular-nums md:text-right">
                {openedAt ? words.bar.of(format.number(done), format.number(hosts)) : '–'}
              </Td>
              <Td label={words.opened} className="text-ink-2">
                {openedAt ? <Time at={openedAt} /> : words.notYet}
              </Td>
              <Td label={words.settled} className="text-ink-2">
                {settledAt ? <Time at={settledAt} /> : words.notYet}
              </Td>
            </Row>
          ))}
        </TableBody>
      </Table>
    </Panel>
  )
}
