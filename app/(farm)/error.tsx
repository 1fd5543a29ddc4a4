'use client'

import { MessagePage } from '~/components/shell/message-page'

export default function PageError({ reset }: { error: Error; reset: () => void }) {
  return <MessagePage kind="page" onRetry={reset} />
}
