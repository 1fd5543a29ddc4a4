'use client'

import { Button, type ButtonProps } from './button'
import { Tooltip } from './tooltip'

/** A button that stays where it is when it may not be used, and says why: on hover, on focus and to screen readers. */
export function GatedButton({
  refusal,
  onClick,
  children,
  ...props
}: ButtonProps & { refusal?: string | null }) {
  if (!refusal) {
    return (
      <Button onClick={onClick} {...props}>
        {children}
      </Button>
    )
  }
  return (
    <Tooltip hint={refusal}>
      <Button
        {...props}
        type="button"
        aria-disabled="true"
        aria-description={refusal}
        onClick={(event) => event.preventDefault()}
      >
        {children}
      </Button>
    </Tooltip>
  )
}
