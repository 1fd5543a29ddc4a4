'use client'

/** Short messages in the corner. Their library is fetched after the page stands: no page begins with one. */
export const toast = {
  success: (text: string) => void import('sonner').then((sonner) => sonner.toast.success(text)),
  error: (text: string) => void import('sonner').then((sonner) => sonner.toast.error(text)),
  /** Of an act that leads on to another. */
  leading: withAction,
  /** Of an act that can be taken back for a while. */
  undoable: withAction,
}

function withAction(text: string, label: string, onClick: () => void): void {
  void import('sonner').then((sonner) =>
    sonner.toast.success(text, { duration: 8_000, action: { label, onClick } }),
  )
}
