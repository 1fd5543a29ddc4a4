'use client'

import { Slot } from 'radix-ui'
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useCallback,
  useId,
  useRef,
  useState,
} from 'react'
import { useLate } from './use-late'

interface MenuButtonProps<Items> {
  /** Where the items come from: a file of their own, which comes with the first open menu. */
  load: () => Promise<Items>
  /** What the open menu holds. */
  items: (late: Items) => ReactNode
  align: 'start' | 'end'
  /** The button itself. */
  children: ReactNode
}

const OPENING_KEYS = ['Enter', ' ', 'ArrowDown']

/** A button with a menu behind it, which is fetched when somebody reaches for the button. */
export function MenuButton<Items>({ load, items, align, children }: MenuButtonProps<Items>) {
  const ids = { button: useId(), menu: useId() }
  const button = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const [byKey, setByKey] = useState(false)
  const [late, fetch] = useLate(
    useCallback(async () => {
      const [{ Menu }, part] = await Promise.all([import('./menu'), load()])
      return { Menu, part }
    }, [load]),
  )
  const shown = open && late !== null
  // What is pressed before the menu has come opens it as soon as it has.
  const press = (event: KeyboardEvent | PointerEvent, key: boolean) => {
    event.preventDefault()
    setByKey(key)
    setOpen(!shown)
    fetch()
  }
  return (
    <>
      <Slot.Root
        ref={button}
        id={ids.button}
        aria-haspopup="menu"
        aria-expanded={shown}
        aria-controls={shown ? ids.menu : undefined}
        onPointerEnter={fetch}
        onFocus={fetch}
        onPointerDown={(event) => {
          if (event.button === 0 && !event.ctrlKey) press(event, false)
        }}
        onKeyDown={(event) => {
          if (OPENING_KEYS.includes(event.key)) press(event, true)
        }}
      >
        {children}
      </Slot.Root>
      {late ? (
        <late.Menu
          id={ids.menu}
          labelledBy={ids.button}
          button={button}
          open={open}
          onOpenChange={setOpen}
          byKey={byKey}
          align={align}
        >
          {items(late.part)}
        </late.Menu>
      ) : null}
    </>
  )
}
