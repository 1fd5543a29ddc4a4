'use client'

import { X } from 'lucide-react'
import { useText } from '~/components/data/text'
import { IconButton } from '~/components/ui/icon-button'
import { Panel } from '~/components/ui/panel'
import { StateMark, type Tone } from '~/components/ui/state-mark'
import { inert } from '~/domain/inert-text'
import type { Upload } from './use-uploads'

const TONES: Record<Upload['state'], Tone> = {
  waiting: 'idle',
  sending: 'pending',
  reading: 'pending',
  done: 'fine',
  refused: 'broken',
  cancelled: 'idle',
  failed: 'broken',
  'too-large': 'broken',
}

/** What is on its way, how far it is, and what became of it. */
export function UploadList({ uploads, onCancel }: { uploads: Upload[]; onCancel: (key: string) => void }) {
  const { t } = useText()
  if (uploads.length === 0) return null
  return (
    <Panel id="uploads" title={t.discovery.captures.uploads} flush>
      <ul className="divide-y">
        {uploads.map((upload) => (
          <UploadLine key={upload.key} upload={upload} onCancel={() => onCancel(upload.key)} />
        ))}
      </ul>
    </Panel>
  )
}

/** What stood there, which rule it breaks, and what to do. */
function Refusal({ upload: { name, message, problem } }: { upload: Upload }) {
  const { t } = useText()
  if (!message) return null
  const said = problem
    ? [...(problem.value === name ? [] : [String(problem.value)]), problem.rule, problem.mend]
    : [message]
  const sentences = said.map((one) => t.rules.sentence(one).replace(/\.$/, ''))
  const [first = '', ...rest] = sentences
  // A file's own name stays as it is.
  const begun = problem && problem.value !== name ? first : first.charAt(0).toUpperCase() + first.slice(1)
  return <p className="break-words text-ink-2">{[begun, ...rest].join('. ')}.</p>
}

function UploadLine({ upload, onCancel }: { upload: Upload; onCancel: () => void }) {
  const { t, format } = useText()
  const { name, size, sent, state } = upload
  const running = state === 'sending' || state === 'reading' || state === 'waiting'
  const share = size === 0 ? 1 : sent / size
  return (
    <li className="grid gap-1 px-4 py-2 text-sm">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 flex-1 basis-40 truncate font-mono text-xs" title={inert(name)}>
          {inert(name)}
        </span>
        <span role="status" className="min-w-0 break-words">
          <StateMark tone={TONES[state]} className="whitespace-normal">
            {textOf(upload)}
          </StateMark>
        </span>
        {running ? (
          <IconButton label={t.discovery.captures.cancel(inert(name))} onClick={onCancel}>
            <X aria-hidden />
          </IconButton>
        ) : null}
      </div>
      <Refusal upload={upload} />
      {running ? (
        <progress
          aria-label={t.discovery.captures.progress(inert(name))}
          max={1}
          value={share}
          className="h-1 w-full accent-accent"
        />
      ) : null}
    </li>
  )

  function textOf({ state: now, rows = 0, rejected = 0 }: Upload): string {
    const texts = t.discovery.captures
    switch (now) {
      case 'waiting':
        return texts.waiting
      case 'sending':
        return format.percent(share)
      case 'reading':
        return texts.reading
      case 'done':
        return texts.done(format.number(rows), format.number(rejected))
      case 'cancelled':
        return texts.cancelled
      case 'too-large':
        return texts.tooLarge
      case 'failed':
        return texts.failed
      case 'refused':
        return texts.refused
    }
  }
}
