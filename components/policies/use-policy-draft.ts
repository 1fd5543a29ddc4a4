'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { PolicyRow } from '~/components/data/api'
import { appErrorOf, errorText } from '~/components/data/app-error'
import { useText } from '~/components/data/text'
import { useTRPC } from '~/components/data/trpc'
import { toast } from '~/components/ui/toast'
import { useLate } from '~/components/ui/use-late'
import type { Problem } from '~/domain/result'
import { bare, type Draft, draftOf, sameDraft } from './draft'

const loadProblems = () => import('./draft-problems').then((module) => module.draftProblems)

export interface PolicyDraft {
  draft: Draft
  dirty: boolean
  saving: boolean
  problems: readonly Problem[]
  /** What somebody else saved meanwhile; what was typed stays in `draft`. */
  theirs: PolicyRow | null
  failure: string | null
  /** Somebody begins to edit. */
  reach: () => void
  change: (changes: Partial<Draft>) => void
  save: () => void
  discard: () => void
  takeTheirs: () => void
  overwrite: () => void
}

/** The state of the editor: nothing typed is lost by a refused or stale save. */
export function usePolicyDraft(initial: PolicyRow): PolicyDraft {
  const { t } = useText()
  const trpc = useTRPC()
  const queries = useQueryClient()
  const router = useRouter()
  const [draftProblems, reach] = useLate(loadProblems)
  const [base, setBase] = useState(initial)
  const [draft, setDraft] = useState(() => draftOf(initial))
  const [problems, setProblems] = useState<readonly Problem[]>([])
  const [theirs, setTheirs] = useState<PolicyRow | null>(null)

  const rebase = (row: PolicyRow) => {
    setBase(row)
    setDraft(draftOf(row))
    setProblems([])
    setTheirs(null)
    queries.setQueryData(trpc.policies.get.queryKey({ id: row.id }), row)
    void queries.invalidateQueries(trpc.policies.list.queryFilter())
    void queries.invalidateQueries(trpc.policies.plan.queryFilter())
  }
  const save = useMutation(
    trpc.policies.save.mutationOptions({
      onSuccess: (row) => {
        // The way on is at the head of the page, which a long list has left behind.
        toast.leading(t.policies.editor.saved, t.policies.review, () => router.push('/policies/publish'))
        rebase(row)
      },
      onError: (error) => {
        const app = appErrorOf(error)
        setProblems((app?.problems ?? []).map(bare))
        if (app?.code === 'stale' && app.current) setTheirs(app.current as PolicyRow)
      },
    }),
  )
  const send = (version: number) => {
    // Until the rules are here the server judges by the same.
    const found = draftProblems?.(draft) ?? []
    setProblems(found)
    if (found.length === 0) save.mutate({ id: base.id, version, ...draft, name: draft.name.trim() })
  }
  return {
    draft,
    dirty: !sameDraft(draft, draftOf(base)),
    saving: save.isPending,
    // While there are problems they follow the typing; before the first save nobody is nagged.
    problems,
    theirs,
    failure: save.error && !theirs && problems.length === 0 ? errorText(save.error, t) : null,
    reach,
    change: (changes) => {
      const next = { ...draft, ...changes }
      setDraft(next)
      if (problems.length > 0 && draftProblems) setProblems(draftProblems(next))
    },
    save: () => send(base.version),
    discard: () => {
      setDraft(draftOf(base))
      setProblems([])
      save.reset()
    },
    takeTheirs: () => {
      if (theirs) rebase(theirs)
      save.reset()
    },
    overwrite: () => {
      if (!theirs) return
      setBase(theirs)
      setTheirs(null)
      send(theirs.version)
    },
  }
}
