'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { About } from '~/components/data/api'
import { LoadFailed } from '~/components/data/query-state'
import { useText } from '~/components/data/text'
import { Time } from '~/components/data/time'
import { useTRPC } from '~/components/data/trpc'
import { Page } from '~/components/shell/page'
import { CopyButton } from '~/components/ui/copy'
import { Facts } from '~/components/ui/facts'
import { Panel } from '~/components/ui/panel'
import { SkeletonRows } from '~/components/ui/skeleton'
import { StateMark } from '~/components/ui/state-mark'
import { SettingsTabs } from './settings-tabs'

const MIB = 1024 * 1024
const REFRESH_MS = 15_000

export function AboutScreen() {
  const { t } = useText()
  const trpc = useTRPC()
  const about = useQuery(trpc.farm.about.queryOptions(undefined, { refetchInterval: REFRESH_MS }))
  return (
    <Page title={t.administration.title} lead={t.administration.question}>
      <SettingsTabs />
      {about.error ? (
        <LoadFailed
          what={t.administration.pages.about}
          error={about.error}
          onRetry={() => void about.refetch()}
        />
      ) : about.data ? (
        <AboutPanels about={about.data} />
      ) : (
        <SkeletonRows label={t.common.loading} rows={5} />
      )}
    </Page>
  )
}

function AboutPanels({ about }: { about: About }) {
  const { t, format } = useText()
  const words = t.administration.about
  const mib = (bytes: number) => `${format.number(Math.round(bytes / MIB))} MiB`
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <Panel
        id="about-server"
        title={words.server}
        actions={
          <CopyButton text={JSON.stringify(about, null, 2)} label={words.copy} doneLabel={t.common.copied} />
        }
      >
        <Facts
          rows={[
            [
              words.health,
              <StateMark key="health" tone="fine">
                {words.healthy}
              </StateMark>,
            ],
            [words.version, `Vipfarm ${about.version}`],
            [words.protocol, words.protocolSpan(about.protocol.oldest, about.protocol.newest)],
            ['Node.js', about.node],
            [words.started, <Time key="started" at={about.startedAt} />],
            [words.clock, <Time key="now" at={about.now} exact />],
            [words.memory, mib(about.memoryBytes)],
            [words.database, `PostgreSQL ${about.database.version}`],
            [words.size, mib(about.database.bytes)],
            [words.migration, about.database.migration ?? '–'],
            [words.auditRows, format.number(about.auditRows)],
            [
              words.pictures,
              <Link
                key="pictures"
                prefetch={false}
                href="/gallery"
                className="rounded-sm text-accent hover:underline"
              >
                {t.pictures.gallery.title}
              </Link>,
            ],
          ]}
        />
      </Panel>
      <Panel id="about-agents" title={words.agents} hint={words.watching(about.watchingAgents)}>
        {about.agents.length === 0 ? (
          <p className="text-sm text-ink-3">{t.hosts.emptyTitle}</p>
        ) : (
          <Facts
            rows={about.agents.map(({ version, driver, hosts }) => [
              `${version} · ${driver}`,
              t.common.hosts(hosts),
            ])}
          />
        )}
      </Panel>
    </div>
  )
}
