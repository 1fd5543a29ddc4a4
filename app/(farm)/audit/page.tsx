import type { Metadata } from 'next'
import { AUDIT_PARAMS, auditListInput } from '~/components/audit/audit-filters'
import { periodWord } from '~/components/audit/audit-period'
import { AuditScreen } from '~/components/audit/audit-screen'
import { Prefetched } from '~/components/data/prefetched'
import { messagesFor } from '~/locales/catalogue'
import { gate, looks, readParams, type SearchParams, visitor } from '../../gate'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await looks((await visitor())?.me ?? null)
  return { title: messagesFor(locale).audit.title }
}

export default async function AuditPage({ searchParams }: { searchParams: SearchParams }) {
  const { caller } = await gate('audit.see')
  const { period, ...words } = await readParams(searchParams, AUDIT_PARAMS)
  const input = auditListInput(words)
  // Only the reader's browser knows the clock that a period is told by.
  const [list, actions] = await Promise.all([
    periodWord(period) ? null : caller.audit.list(input),
    caller.audit.actions(),
  ])
  return (
    <Prefetched
      queries={[
        ...(list ? [{ path: 'audit.list', input, data: list, infinite: true }] : []),
        { path: 'audit.actions', data: actions },
      ]}
    >
      <AuditScreen />
    </Prefetched>
  )
}
