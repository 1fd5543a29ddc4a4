'use client'

import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { Fragment, type ReactNode } from 'react'
import { useText } from '~/components/data/text'

interface PageProps {
  title: ReactNode
  /** The question the page answers. */
  lead?: ReactNode
  /** The pages above this one. */
  trail?: { label: string; href: string }[]
  beside?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** The head of a page (where, what, and what can be done) and its body. */
export function Page({ title, lead, trail = [], beside, actions, children }: PageProps) {
  const { t } = useText()
  return (
    <div className="mx-auto grid w-full max-w-[1760px] content-start gap-4 px-4 pt-5 pb-16 sm:px-6">
      <header className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          {trail.length > 0 ? (
            <nav
              aria-label={t.shell.breadcrumb}
              className="mb-1 flex flex-wrap items-center gap-1 text-sm text-ink-3"
            >
              {trail.map(({ label, href }) => (
                <Fragment key={href}>
                  <Link prefetch={false} href={href} className="rounded-sm hover:text-ink hover:underline">
                    {label}
                  </Link>
                  <ChevronRight aria-hidden className="size-3.5" />
                </Fragment>
              ))}
            </nav>
          ) : null}
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 text-xl font-semibold tracking-tight">{title}</h1>
            {beside}
          </div>
          {lead ? <p className="text-sm text-ink-3">{lead}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2 print:hidden">{actions}</div> : null}
      </header>
      {children}
    </div>
  )
}
