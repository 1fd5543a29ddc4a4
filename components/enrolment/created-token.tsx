'use client'

import { useText } from '~/components/data/text'
import { Button } from '~/components/ui/button'
import { CopyButton } from '~/components/ui/copy'
import { DialogActions } from '~/components/ui/dialog'

/** The token and the command, in the one moment in which they can be read. */
export function CreatedToken({
  created,
  onDone,
}: {
  created: { token: string; command: string }
  onDone: () => void
}) {
  const { t } = useText()
  return (
    <div className="grid gap-4">
      <Secret label={t.enrolment.token} text={created.token} copyLabel={t.enrolment.copyToken} />
      <Secret label={t.enrolment.command} text={created.command} copyLabel={t.enrolment.copyCommand} />
      <p className="text-sm text-ink-2">{t.enrolment.commandHint}</p>
      <DialogActions>
        <Button look="primary" onClick={onDone}>
          {t.enrolment.done}
        </Button>
      </DialogActions>
    </div>
  )
}

function Secret({ label, text, copyLabel }: { label: string; text: string; copyLabel: string }) {
  const { t } = useText()
  return (
    <div className="grid gap-1.5">
      <div className="flex items-center justify-between gap-3">
        <p className="text-sm font-medium">{label}</p>
        <CopyButton text={text} label={copyLabel} doneLabel={t.common.copied} />
      </div>
      <section aria-label={label} className="rounded-md border bg-sunken px-3 py-2">
        <pre className="font-mono text-xs break-all whitespace-pre-wrap select-all">{text}</pre>
      </section>
    </div>
  )
}
