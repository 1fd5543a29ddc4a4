/**
 * Stands first in the document: keeps what is pressed and typed before the page's own scripts have come, and lets no
 * form be sent by the browser itself, which would write its fields into the address.
 */
export const EARLY_SCRIPT = `(() => {
  const kept = { press: null, typed: new Map() }
  const listeners = {
    click: ({ target }) => {
      if (!target.closest('a, label, input, select, textarea, summary')) kept.press = target
    },
    submit: (event) => event.preventDefault(),
    input: ({ target }) => {
      if (!/^(file|checkbox|radio)$/.test(target.type)) kept.typed.set(target, target.value)
    },
  }
  for (const type in listeners) addEventListener(type, listeners[type], true)
  window.endOfEarly = () => {
    for (const type in listeners) removeEventListener(type, listeners[type], true)
    delete window.endOfEarly
    return kept
  }
})()`
