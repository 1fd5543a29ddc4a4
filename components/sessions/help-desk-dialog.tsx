'use client'

import { useQuery } from '@tanstack/react-query'
import { startTransition, use, useState } from 'react'
import type { HelpDeskCard } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { SearchBox } from '~/components/data/search-box'
import { messagesIn } from '~/components/data/spoken'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Callout } from '~/components/ui/callout'
import { CopyButton } from '~/components/ui/copy'
import { Dialog } from '~/components/ui/dialog'
import { FieldError } from '~/components/ui/field'
import { Segmented } from '~/components/ui/segmented'
import { SkeletonRows } from '~/components/ui/skeleton'
import { formatFor } from '~/locales/format'
import { LOCALES, type Locale } from '~/locales/locale'
import { cardText } from './help-desk-text'

/** Paste a user, a host, a client or an address: the text for the ticket, in the language of whoever reads it. */
export function HelpDeskDialog({ onClose }: { onClose: () => void }) {
  const { t, locale } = useText()
  const trpc = useTRPC()
  const [q, setQ] = useState('')
  const [language, setLanguage] = useState<Locale>(locale)
  const query = useQuery(trpc.sessions.card.queryOptions({ q }, { enabled: q !== '' }))
  return (
    <Dialog
      open
      look="drawer"
      onOpenChange={onClose}
      title={t.pools.card.title}
      description={t.pools.card.hint}
      closeLabel={t.common.close}
    >
      <div className="grid gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <SearchBox label={t.pools.card.search} value={q} onSearch={setQ} className="sm:w-64" />
          <Segmented
            label={t.pools.card.language}
            value={language}
            options={LOCALES.map((value) => ({ value, label: value.toUpperCase() }))}
            // The texts of the other language are fetched; until they are there the card stays as it is.
            onChange={(next) => startTransition(() => setLanguage(next))}
          />
        </div>
        {query.error ? <FieldError>{errorText(query.error, t)}</FieldError> : null}
        {q !== '' && query.isPending ? <SkeletonRows label={t.common.loading} rows={4} /> : null}
        {query.data?.cards.length === 0 ? <Callout live>{t.pools.card.none}</Callout> : null}
        {query.data?.cards.map((card) => (
          <Card key={card.id} card={card} language={language} />
        ))}
        {query.data?.cut ? <Callout>{t.pools.card.cut}</Callout> : null}
      </div>
    </Dialog>
  )
}

function Card({ card, language }: { card: HelpDeskCard; language: Locale }) {
  const { t } = useText()
  const text = cardText(card, use(messagesIn(language)), formatFor(language))
  return (
    <article className="grid gap-2 rounded-md border p-3">
      <p lang={language} className="text-sm whitespace-pre-line text-ink-2">
        {text}
      </p>
      <CopyButton
        text={text}
        label={t.pools.card.copy}
        doneLabel={t.common.copied}
        className="justify-self-end"
      />
    </article>
  )
}
