'use client'

import { FileUp, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { useRefusal } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { Button } from '~/components/ui/button'
import { classNames } from '~/components/ui/class-names'
import { GatedButton } from '~/components/ui/gated-button'

/** Where captures are dropped or chosen. `joining` names the comparison that they are added to. */
export function UploadZone({
  joining,
  onStopJoining,
  onFiles,
}: {
  joining: string | null
  onStopJoining: () => void
  onFiles: (files: File[], oneMachine: boolean) => void
}) {
  const { t } = useText()
  const refusal = useRefusal('policies.edit')
  const field = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [oneMachine, setOneMachine] = useState(false)
  const take = (files: FileList | null) => {
    if (files && files.length > 0 && !refusal) onFiles([...files], oneMachine)
  }
  return (
    <section
      aria-label={t.discovery.captures.dropTitle}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
      className={classNames(
        'grid justify-items-center gap-2 rounded-lg border border-dashed px-6 py-7 text-center transition-colors',
        over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface',
      )}
    >
      <FileUp aria-hidden className="size-6 text-ink-3" />
      <p className="text-base font-medium">{t.discovery.captures.dropTitle}</p>
      <p className="max-w-2xl text-sm text-ink-2">{t.discovery.captures.dropText}</p>
      {joining ? (
        <p className="flex flex-wrap items-center justify-center gap-2 text-sm">
          <span className="font-medium break-all">{t.discovery.captures.joining(joining)}</span>
          <Button size="sm" look="quiet" onClick={onStopJoining}>
            <X aria-hidden />
            {t.discovery.captures.stopJoining}
          </Button>
        </p>
      ) : null}
      <input
        ref={field}
        type="file"
        multiple
        className="sr-only"
        tabIndex={-1}
        aria-hidden
        onChange={(event) => {
          take(event.target.files)
          event.target.value = ''
        }}
      />
      <div className="mt-1 flex flex-wrap items-center justify-center gap-4">
        <GatedButton look="primary" refusal={refusal} onClick={() => field.current?.click()}>
          {t.discovery.captures.choose}
        </GatedButton>
        <label className="flex items-center gap-2 text-left text-sm text-ink-2">
          <input
            type="checkbox"
            checked={oneMachine}
            onChange={(event) => setOneMachine(event.target.checked)}
            className="accent-accent"
          />
          {t.discovery.captures.oneMachine}
        </label>
      </div>
    </section>
  )
}
