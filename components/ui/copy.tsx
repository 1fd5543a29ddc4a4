'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, type ButtonProps } from './button'

/** Puts text on the clipboard and says so for two seconds. `copied` is null while nothing was copied. */
export function useCopy(): { copied: boolean; copy: (text: string) => void } {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [copied])
  return {
    copied,
    copy: (text) => {
      navigator.clipboard?.writeText(text).then(
        () => setCopied(true),
        () => setCopied(false),
      )
    },
  }
}

export function CopyButton({
  text,
  label,
  doneLabel,
  ...props
}: ButtonProps & { text: string; label: string; doneLabel: string }) {
  const { copied, copy } = useCopy()
  return (
    <Button size="sm" onClick={() => copy(text)} {...props}>
      {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span aria-live="polite">{copied ? doneLabel : label}</span>
    </Button>
  )
}
