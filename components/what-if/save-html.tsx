'use client'

import { useQueryClient } from '@tanstack/react-query'
import type { Inputs } from '~/components/data/api'
import { errorText } from '~/components/data/app-error'
import { saveFile } from '~/components/data/shown-csv'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { Button } from '~/components/ui/button'
import { toast } from '~/components/ui/toast'

/** The answer as a page that needs nothing else: for mail, tickets and paper. */
export function SaveHtml({ input }: { input: Inputs['policies']['whatIf'] }) {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const save = async () => {
    try {
      const { html } = await queries.fetchQuery(trpc.policies.whatIfHtml.queryOptions(input))
      saveFile('what-if.html', 'text/html;charset=utf-8', html)
    } catch (error) {
      toast.error(errorText(error, t))
    }
  }
  return <Button onClick={() => void save()}>{t.whatIf.html}</Button>
}
