'use client'

import { useText } from '~/components/data/text'

interface AgentMessageProps {
  code: string | null
  message: string | null
  /** Without the code, where it is not searched for. */
  quiet?: boolean
}

/** What an agent says of a failure: in the reader's language by its code, then the agent's own words. */
export function AgentMessage({ code, message, quiet = false }: AgentMessageProps) {
  const { t, locale } = useText()
  const meaning = code ? t.codes.agentCodes[code] : undefined
  // The agent's words are English and say more: whoever reads them, or has them in another language, needs no others.
  const told = message && t.rules.sentence(message)
  const isRead = locale === 'en' || told !== message
  const own = message && (isRead || !meaning) ? told : meaning
  return (
    <span className="wrap-anywhere">
      {code && !quiet ? <span className="font-mono">{code}</span> : null}
      {code && !quiet && own ? ': ' : null}
      {own}
      {own !== told && message ? (
        <span lang="en" className="block text-ink-3">
          {message}
        </span>
      ) : null}
    </span>
  )
}
