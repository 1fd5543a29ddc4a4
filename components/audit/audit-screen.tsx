'use client'

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Download, ScrollText } from 'lucide-react'
import type { AuditRow } from '~/components/data/api'
import { ListFrame } from '~/components/data/list-frame'
import { useMe } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { useUrlFilters } from '~/components/data/use-url-filters'
import { Page } from '~/components/shell/page'
import { buttonLook } from '~/components/ui/button'
import { Empty } from '~/components/ui/empty'
import { useAuditColumns } from './audit-columns'
import { type AuditWords, auditListInput, exportHref } from './audit-filters'
import { AuditToolbar } from './audit-toolbar'
import { PrintedFilters } from './printed-filters'
import { useAuditWords } from './use-audit-words'

const rowKey = ({ id }: AuditRow) => id

export function AuditScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const filters = useUrlFilters()
  const { words, ready } = useAuditWords(filters)
  const actions = useQuery(trpc.audit.actions.queryOptions())
  const list = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(auditListInput(words), {
      getNextPageParam: (page) => page.next ?? undefined,
      placeholderData: keepPreviousData,
      enabled: ready,
    }),
  )
  const { columns, detail } = useAuditColumns()
  return (
    <Page title={t.audit.title} lead={t.audit.question} actions={<Exports words={words} ready={ready} />}>
      <ListFrame
        name="audit"
        label={t.audit.title}
        columns={columns}
        rowKey={rowKey}
        list={list}
        filters={filters}
        detail={detail}
        file={false}
        toolbar={<AuditToolbar filters={filters} words={words} actions={actions.data?.actions ?? []} />}
        printed={<PrintedFilters words={words} />}
        empty={
          <Empty icon={ScrollText} title={t.audit.emptyTitle}>
            {t.audit.emptyText}
          </Empty>
        }
      />
    </Page>
  )
}

const FORMATS = [
  ['csv', 'exportCsv'],
  ['jsonl', 'exportJsonl'],
] as const

function Exports({ words, ready }: { words: AuditWords; ready: boolean }) {
  const { t } = useText()
  if (!useMe().permissions.includes('audit.export')) return null
  return FORMATS.map(([format, name]) => (
    <a
      key={format}
      href={ready ? exportHref(format, words) : undefined}
      download
      className={buttonLook()}
      title={t.audit.exportHint}
    >
      <Download aria-hidden />
      {t.audit[name]}
    </a>
  ))
}
