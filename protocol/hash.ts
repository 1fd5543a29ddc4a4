import { createHash } from 'node:crypto'

/** SHA-256 in base64url without padding: 43 characters. The form of every hash on the wire. */
export function sha256(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url')
}
