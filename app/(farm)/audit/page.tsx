import type { Metadata } from 'next'
import { AUDIT_FILTERS, auditListInput } from '~/components/audit/audit-filters'
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
  const input = auditListInput(await readParams(searchParams, AUDIT_FILTERS))
  const [list, actions] = await Promise.all([caller.audit.list(input), caller.audit.actions()])
  return (
    <Prefetched
      queries={[
        { path: 'audit.list', input, data: list, infinite: true },
        { path: 'audit.actions', data: actions },
      ]}
    >
      <AuditScreen />
    </Prefetched>
  )
}
