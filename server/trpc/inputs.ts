/** Inputs that several routers share. */

import { z } from 'zod'

export const id = z.uuid()

/** PostgreSQL stores no NUL and no half of a surrogate pair; no line of text here needs any other control character. */
export const ONE_LINE = /^[^\p{Cc}\p{Surrogate}]*$/u
export const line = (max: number, min = 1) =>
  z.string().trim().min(min).max(max).regex(ONE_LINE, 'control characters are not allowed')

/** Text with line breaks. */
export const prose = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(
      /^[^\p{Cc}\p{Surrogate}]*(?:[\r\n\t][^\p{Cc}\p{Surrogate}]*)*$/u,
      'control characters are not allowed',
    )

export const reason = line(500)

export const paging = {
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(50),
}

export const search = line(200, 0).optional()
export const tags = z.array(line(64)).max(64)

/** A column of whole numbers holds no more. */
const MAX_INTEGER = 2_147_483_647
export const version = z.int().min(1).max(MAX_INTEGER)
export const revisionNumber = z.int().min(1).max(MAX_INTEGER)

/** Made one of UTC here: PostgreSQL knows neither a year 0 nor every offset that ISO 8601 does. */
export const inUtc = (text: string, ctx: z.RefinementCtx): string => {
  const at = new Date(text)
  const utc = Number.isNaN(at.getTime()) ? '' : at.toISOString()
  if (/^(?!0000)\d{4}-/.test(utc)) return utc
  ctx.addIssue({ code: 'custom', message: 'an instant lies in the years 1 to 9999' })
  return z.NEVER
}
export const instant = z.iso.datetime({ offset: true }).transform(inUtc)
