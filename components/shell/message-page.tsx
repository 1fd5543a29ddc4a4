'use client'

import { CircleAlert, FileQuestion, Lock } from 'lucide-react'
import Link from 'next/link'
import { useText } from '~/components/data/text'
import { Button, buttonLook } from '~/components/ui/button'
import { Empty } from '~/components/ui/empty'
import { HOME } from './screens'

/** 403, 404 and failures: what happened and the way on. */
export function MessagePage({
  kind,
  onRetry,
}: {
  kind: 'forbidden' | 'notFound' | 'page'
  onRetry?: () => void
}) {
  const { t } = useText()
  const icon = { forbidden: Lock, notFound: FileQuestion, page: CircleAlert }[kind]
  return (
    <div className="grid min-h-[70dvh] place-items-center">
      <h1 className="sr-only">{t.errors[`${kind}Title`]}</h1>
      <Empty
        icon={icon}
        title={t.errors[`${kind}Title`]}
        action={
          <>
            {onRetry ? (
              <Button look="primary" onClick={onRetry}>
                {t.common.retry}
              </Button>
            ) : null}
            <Link prefetch={false} href={HOME} className={buttonLook()}>
              {t.errors.home}
            </Link>
          </>
        }
      >
        {t.errors[`${kind}Text`]}
      </Empty>
    </div>
  )
}
