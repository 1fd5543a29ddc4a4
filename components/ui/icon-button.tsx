'use client'

import { Button, type ButtonProps } from './button'
import { Tooltip } from './tooltip'

/** An icon with its name: read aloud, and shown on hover. */
export function IconButton({
  label,
  size = 'icon-sm',
  look = 'quiet',
  children,
  ...props
}: ButtonProps & { label: string }) {
  return (
    <Tooltip hint={label}>
      <Button look={look} size={size} aria-label={label} {...props}>
        {children}
      </Button>
    </Tooltip>
  )
}
