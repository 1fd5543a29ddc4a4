'use client'

/** Short messages in the corner. Their library is fetched after the page stands: no page begins with one. */
export const toast = {
  success: (text: string) => void import('sonner').then((sonner) => sonner.toast.success(text)),
  error: (text: string) => void import('sonner').then((sonner) => sonner.toast.error(text)),
  /** Of an act that can be taken back for a while. */
  undoable: (text: string, undo: string, onUndo: () => void) =>
    void import('sonner').then((sonner) =>
      sonner.toast.success(text, { duration: 8_000, action: { label: undo, onClick: onUndo } }),
    ),
}
