'use client'

import { useCallback, useRef, useState } from 'react'
import type { Problem } from '~/domain/result'

export const MAX_UPLOAD_BYTES = 200 * 1024 * 1024

export interface Upload {
  key: string
  name: string
  size: number
  state: 'waiting' | 'sending' | 'reading' | 'done' | 'refused' | 'cancelled' | 'failed' | 'too-large'
  /** Bytes that have left. */
  sent: number
  rows?: number
  rejected?: number
  /** What the server said of it. */
  message?: string
  problem?: Problem
}

export interface UploadTarget {
  comparison?: string
  oneMachine?: boolean
}

interface Answer {
  comparison?: string
  rows?: number
  rejected?: number
  error?: { message: string; problems?: Problem[] }
}

let uploads = 0

/** Files one after the other, each read by the server while it is sent; what is under way can be cancelled. */
export function useUploads(onEnd: () => void) {
  const [list, setList] = useState<Upload[]>([])
  const running = useRef(new Map<string, XMLHttpRequest>())
  const cancelled = useRef(new Set<string>())

  const change = useCallback((key: string, to: Partial<Upload>) => {
    setList((before) => before.map((one) => (one.key === key ? { ...one, ...to } : one)))
  }, [])

  const send = useCallback(
    async (files: readonly File[], target: UploadTarget): Promise<void> => {
      const queued = files.map((file) => ({ file, key: `upload-${++uploads}` }))
      setList((before) => [
        ...before.filter(({ state }) => state === 'sending' || state === 'reading' || state === 'waiting'),
        ...queued.map(({ file, key }) => ({
          key,
          name: file.name,
          size: file.size,
          sent: 0,
          state: file.size > MAX_UPLOAD_BYTES ? ('too-large' as const) : ('waiting' as const),
        })),
      ])
      let { comparison } = target
      for (const { file, key } of queued) {
        if (file.size > MAX_UPLOAD_BYTES) continue
        if (cancelled.current.has(key)) continue
        const answer = await sendOne(file, { ...target, comparison }, key, running.current, change)
        comparison ??= answer?.comparison
        // Cancelled in the last moment, it may have been stored all the same.
        onEnd()
      }
    },
    [change, onEnd],
  )

  const cancel = useCallback((key: string) => {
    cancelled.current.add(key)
    running.current.get(key)?.abort()
    // What was answered in the meantime is not cancelled any more.
    setList((before) =>
      before.map((one) =>
        one.key === key && one.state === 'waiting' ? { ...one, state: 'cancelled' } : one,
      ),
    )
  }, [])

  return { list, send, cancel }
}

/** `fetch` tells nothing of what has left; this does. */
function sendOne(
  file: File,
  { comparison, oneMachine }: UploadTarget,
  key: string,
  running: Map<string, XMLHttpRequest>,
  change: (key: string, to: Partial<Upload>) => void,
): Promise<Answer | null> {
  const query = new URLSearchParams({
    name: file.name,
    ...(comparison && { comparison }),
    ...(oneMachine && { oneMachine: 'true' }),
  })
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    running.set(key, request)
    const end = (to: Partial<Upload>, answer: Answer | null = null) => {
      running.delete(key)
      change(key, to)
      resolve(answer)
    }
    request.open('POST', `/api/captures?${query}`)
    request.upload.onprogress = ({ loaded }) => change(key, { state: 'sending', sent: loaded })
    request.upload.onload = () => change(key, { state: 'reading', sent: file.size })
    request.onabort = () => end({ state: 'cancelled' })
    request.onerror = () => end({ state: 'failed' })
    request.onload = () => {
      const answer = answerOf(request.responseText)
      if (request.status === 200) {
        end({ state: 'done', sent: file.size, rows: answer?.rows, rejected: answer?.rejected }, answer)
      } else {
        const { message, problems: [problem] = [] } = answer?.error ?? {}
        end({ state: 'refused', message, problem })
      }
    }
    change(key, { state: 'sending' })
    request.send(file)
  })
}

function answerOf(text: string): Answer | null {
  try {
    return JSON.parse(text) as Answer
  } catch {
    return null
  }
}
