'use client'

import { useQuery } from '@tanstack/react-query'
import type { CitrixDeliveries } from '~/components/data/api'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { Callout } from '~/components/ui/callout'
import { Panel } from '~/components/ui/panel'
import { StateMark, type Tone } from '~/components/ui/state-mark'
import { Row, Table, TableBody, TableHead, Td, Th } from '~/components/ui/table'

const TONES: Record<CitrixDeliveries['rows'][number]['state'], Tone> = {
  applying: 'pending',
  delivered: 'fine',
  interrupted: 'attention',
  'broken-off': 'attention',
}
const COMMANDS = `vipfarm citrix plan --site https://ddc.example.com --instance SITE-ID \\
  --token-file token.txt --ids ids.json --out plan.json
vipfarm citrix apply --plan plan.json --token-file token.txt`

/** What the connector wrote to a Citrix site, and whether that is what is published now. */
export function CitrixPanel() {
  const { t } = useText()
  const trpc = useTRPC()
  const deliveries = useQuery(trpc.policies.deliveries.queryOptions())
  const { data } = deliveries
  if (!data) {
    return deliveries.error ? (
      <LoadFailed what={t.citrix.title} error={deliveries.error} onRetry={() => void deliveries.refetch()} />
    ) : null
  }
  return (
    <Panel id="citrix" title={t.citrix.title} hint={t.citrix.hint} flush>
      <div className="grid gap-3 px-4 py-3">
        <Callout title={t.citrix.unproven}>{t.citrix.unprovenText}</Callout>
        {data.rows.length === 0 ? (
          <p className="text-sm text-ink-2">{t.citrix.none}</p>
        ) : (
          <StateMark tone={data.isCurrent ? 'fine' : 'attention'}>
            {data.isCurrent ? t.citrix.current : t.citrix.outdated}
          </StateMark>
        )}
        <pre className="overflow-x-auto rounded-md border bg-sunken px-3 py-2 font-mono text-xs">
          {COMMANDS}
        </pre>
      </div>
      {data.rows.length > 0 ? <Runs rows={data.rows} /> : null}
    </Panel>
  )
}

function Runs({ rows }: Pick<CitrixDeliveries, 'rows'>) {
  const { t } = useText()
  const words = t.citrix
  return (
    <Table label={words.title}>
      <TableHead>
        <tr>
          <Th>{words.site}</Th>
          <Th className="text-right">{words.revision}</Th>
          <Th>{words.when}</Th>
          <Th>{words.by}</Th>
          <Th className="text-right">{words.calls}</Th>
          <Th>{words.state}</Th>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <Row key={row.id}>
            <Td className="max-md:col-span-2">
              <span className="grid">
                <span className="break-all">{row.site}</span>
                <span className="text-xs text-ink-3">{row.setName}</span>
              </span>
            </Td>
            <Td label={words.revision} className="text-right tabular-nums">
              {row.revision}
            </Td>
            <Td label={words.when}>
              <Time at={row.finishedAt ?? row.startedAt} />
            </Td>
            <Td label={words.by}>{row.startedBy}</Td>
            <Td label={words.calls} className="text-right tabular-nums">
              {row.calls}
            </Td>
            <Td label={words.state}>
              <span className="grid max-w-md">
                <StateMark tone={TONES[row.state]}>{words.states[row.state]}</StateMark>
                {row.state === 'broken-off' ? (
                  <span className="text-xs text-ink-2">{words.brokeOff}</span>
                ) : null}
                {row.why ? (
                  <span lang="en" className="text-xs text-ink-2">
                    {row.why}
                  </span>
                ) : null}
              </span>
            </Td>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}
