/** A text as UTF-16, little end first, with its mark: what Registry Editor reads. */
export function utf16(text: string): ArrayBuffer {
  const bytes = new ArrayBuffer(2 + text.length * 2)
  const view = new DataView(bytes)
  view.setUint16(0, 0xfeff, true)
  for (let at = 0; at < text.length; at += 1) view.setUint16(2 + at * 2, text.charCodeAt(at), true)
  return bytes
}
