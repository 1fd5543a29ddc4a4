'use client'

import type { KeysView } from '~/components/data/api'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { Button } from '~/components/ui/button'
import { StateMark, type Tone } from '~/components/ui/state-mark'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'

type KeyRow = KeysView['keys'][number]

const TONES: Record<KeyRow['state'], Tone> = {
  next: 'pending',
  current: 'fine',
  old: 'attention',
  retired: 'idle',
}

export function KeyTable({ keys, onRetire }: { keys: KeyRow[]; onRetire: (id: string) => void }) {
  const { t } = useText()
  const words = t.administration.keys
  return (
    <div className="border-t">
      <Table label={words.title}>
        <TableHead>
          <tr>
            <Th>{words.fingerprint}</Th>
            <Th>{words.state}</Th>
            <Th>{words.created}</Th>
            <Th>{words.inUseFrom}</Th>
            <Th>{words.retired}</Th>
            <Th>
              <span className="sr-only">{words.retire}</span>
            </Th>
          </tr>
        </TableHead>
        <TableBody>
          {keys.map((key) => (
            <Row key={key.id}>
              <Td className="font-mono text-xs break-all max-md:col-span-2">{key.fingerprint}</Td>
              <Td label={words.state}>
                <StateMark tone={TONES[key.state]}>{words.states[key.state]}</StateMark>
              </Td>
              <Td label={words.created} className="text-ink-2">
                <Time at={key.createdAt} />
              </Td>
              <Td label={words.inUseFrom} className="text-ink-2">
                {key.inUseFrom ? <Time at={key.inUseFrom} /> : '–'}
              </Td>
              <Td label={words.retired} className="text-ink-2">
                {key.retiredAt ? <Time at={key.retiredAt} /> : '–'}
              </Td>
              <Td className="text-right max-md:text-left">
                {key.state === 'old' ? (
                  <Button size="sm" look="danger" onClick={() => onRetire(key.id)}>
                    {words.retire}
                  </Button>
                ) : null}
              </Td>
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  )
}
