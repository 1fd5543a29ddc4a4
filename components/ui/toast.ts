'use client'

/** Short messages in the corner. Their library is fetched after the page stands: no page begins with one. */
export const toast = {
  success: (text: string) => void import('sonner').then((sonner) => sonner.toast.success(text)),
  error: (text: string) => void import('sonner').then((sonner) => sonner.toast.error(text)),
}
