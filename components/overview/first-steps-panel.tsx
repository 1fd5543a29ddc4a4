'use client'

import Link from 'next/link'
import type { Overview } from '~/components/data/api'
import { useMe } from '~/components/data/me'
import { useText } from '~/components/data/text'
import { Panel } from '~/components/ui/panel'
import { StateShape } from '~/components/ui/state-mark'
import { firstSteps } from './first-steps'

/** On a new farm: what to do, in its order, each step leading to where it is done. */
export function FirstStepsPanel({ hosts }: { hosts: Overview['hosts'] }) {
  const { t } = useText()
  const steps = firstSteps(hosts, useMe().permissions)
  if (steps.length === 0) return null
  const words = t.overview.first
  return (
    <Panel id="first-steps" title={words.title} hint={words.hint} flush>
      <ol className="divide-y">
        {steps.map(({ key, href, done }) => (
          <li key={key}>
            <Link
              prefetch={false}
              href={href}
              className="flex flex-wrap items-baseline gap-x-3 px-4 py-2.5 text-sm hover:bg-hover"
            >
              <span className="self-center">
                <StateShape tone={done ? 'fine' : 'idle'} />
              </span>
              <span className="font-medium">{words.steps[key].title}</span>
              <span className="text-ink-3">{words.steps[key].text}</span>
              <span className="ml-auto text-ink-3">{done ? words.done : null}</span>
            </Link>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
