'use client'

import { useQuery } from '@tanstack/react-query'
import { BookOpen, Download, Plus } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { CatalogueRow } from '~/components/data/api'
import { useRefusal } from '~/components/data/me'
import { LoadFailed } from '~/components/data/query-state'
import { SearchBox } from '~/components/data/search-box'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { useUrlFilters } from '~/components/data/use-url-filters'
import { buttonLook } from '~/components/ui/button'
import { Empty } from '~/components/ui/empty'
import { GatedButton } from '~/components/ui/gated-button'
import { late } from '~/components/ui/late'
import { SkeletonRows } from '~/components/ui/skeleton'
import { portsText } from '~/domain/catalogue/check-entry'
import { CatalogueTable } from './catalogue-table'
import { DiscoveryPage } from './discovery-page'

const CatalogueDialog = late(() => import('./catalogue-dialog').then((module) => module.CatalogueDialog))

export function CatalogueScreen() {
  const { t, format } = useText()
  const trpc = useTRPC()
  const refusal = useRefusal('policies.edit')
  const { get, set } = useUrlFilters()
  const [editing, setEditing] = useState<CatalogueRow | 'new' | null>(null)
  const list = useQuery(trpc.catalogue.list.queryOptions())
  const search = useCallback((q: string) => set({ q }), [set])
  const rows = (list.data?.rows ?? []).filter((row) =>
    matches(
      [row.name, row.text, t.discovery.knownText(row.name), t.discovery.knownText(row.text)],
      row,
      get('q'),
    ),
  )
  return (
    <DiscoveryPage
      actions={
        <>
          <a href="/api/export/catalogue.json" download className={buttonLook()}>
            <Download aria-hidden />
            {t.discovery.catalogue.exportJson}
          </a>
          <a href="/api/export/catalogue.csv" download className={buttonLook()}>
            <Download aria-hidden />
            {t.discovery.catalogue.exportCsv}
          </a>
          <GatedButton look="primary" refusal={refusal} onClick={() => setEditing('new')}>
            <Plus aria-hidden />
            {t.discovery.catalogue.add}
          </GatedButton>
        </>
      }
    >
      <div className="min-w-0 rounded-lg border bg-surface">
        <div className="flex flex-wrap items-center gap-3 border-b px-4 py-2.5">
          <SearchBox label={t.discovery.catalogue.search} value={get('q')} onSearch={search} />
          <span role="status" className="text-sm text-ink-3 tabular-nums">
            {t.discovery.catalogue.shown(format.number(rows.length))}
          </span>
        </div>
        {list.error ? (
          <LoadFailed
            what={t.discovery.tabs.catalogue}
            error={list.error}
            onRetry={() => void list.refetch()}
          />
        ) : list.isPending ? (
          <SkeletonRows label={t.common.loading} />
        ) : rows.length === 0 ? (
          <Empty icon={BookOpen} title={t.discovery.catalogue.noneTitle} />
        ) : (
          <CatalogueTable rows={rows} onEdit={setEditing} />
        )}
      </div>
      {editing ? (
        <CatalogueDialog entry={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      ) : null}
    </DiscoveryPage>
  )
}

function matches(texts: string[], { processes, ports }: CatalogueRow, q: string): boolean {
  const words = [...texts, ...processes, portsText(ports)].join(' ').toLowerCase()
  return words.includes(q.toLowerCase())
}
