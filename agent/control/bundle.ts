/** The answer of `GET bundle/<hash>`: headers into a seal, body out of gzip, both within bounds. */

import { gunzipSync } from 'node:zlib'
import { BUNDLE_HEADERS, type BundleSeal, bundleSealSchema, MAX_BUNDLE_BYTES } from '~/protocol/ticket'
import { ControlFailure } from './failure'
import type { HttpAnswer } from './http'

/** gzip may add a little to what it cannot shrink. */
export const MAX_BUNDLE_ANSWER_BYTES = MAX_BUNDLE_BYTES + 64 * 1024

export interface BundleAnswer {
  seal: BundleSeal
  body: Buffer
}

/** @throws ControlFailure `invalid-answer` without a seal, `too-large` or `truncated` for a body that does not unpack. */
export function bundleOf(answer: HttpAnswer, hash: string): BundleAnswer {
  const seal = bundleSealSchema.safeParse({
    hash,
    revision: wholeNumber(answer.headers[BUNDLE_HEADERS.revision]),
    keyId: answer.headers[BUNDLE_HEADERS.keyId],
    signature: answer.headers[BUNDLE_HEADERS.signature],
  })
  if (!seal.success) throw new ControlFailure('invalid-answer', 'the bundle came without its seal')
  const body = answer.headers['content-encoding'] === 'gzip' ? unpack(answer.body) : answer.body
  if (body.length > MAX_BUNDLE_BYTES) throw tooLarge()
  return { seal: seal.data, body }
}

function unpack(body: Buffer): Buffer {
  try {
    return gunzipSync(body, { maxOutputLength: MAX_BUNDLE_BYTES })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge()
    throw new ControlFailure('truncated', `the bundle does not unpack: ${(error as Error).message}`)
  }
}

function tooLarge(): ControlFailure {
  return new ControlFailure('too-large', `the bundle is larger than ${MAX_BUNDLE_BYTES} bytes`)
}

function wholeNumber(text: unknown): number | undefined {
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}
