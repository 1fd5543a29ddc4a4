'use client'

const LEADING = 'leading'
let hasLed = false

/** Short messages in the corner. Their library is fetched after the page stands: no page begins with one. */
export const toast = {
  success: (text: string) => void import('sonner').then((sonner) => sonner.toast.success(text)),
  error: (text: string) => void import('sonner').then((sonner) => sonner.toast.error(text)),
  /** Of an act that leads on to another; it is over once one goes on. */
  leading: (text: string, label: string, onClick: () => void) =>
    void withAction(text, label, onClick, LEADING),
  /** Of an act that can be taken back for a while. */
  undoable: (text: string, label: string, onClick: () => void) => void withAction(text, label, onClick),
  /** Takes away what leads to another screen: one has gone to one. */
  arrive: () => void (hasLed && import('sonner').then((sonner) => sonner.toast.dismiss(LEADING))),
}

async function withAction(text: string, label: string, onClick: () => void, id?: string): Promise<void> {
  if (id === LEADING) hasLed = true
  const sonner = await import('sonner')
  sonner.toast.success(text, { id, duration: 8_000, action: { label, onClick } })
}
