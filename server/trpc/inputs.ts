/** Inputs that several routers share. */

import { z } from 'zod'

export const id = z.uuid()

/** PostgreSQL stores no NUL; no line of text here needs any other control character. */
const NO_CONTROL = /^[^\p{Cc}]*$/u
export const line = (max: number, min = 1) =>
  z.string().trim().min(min).max(max).regex(NO_CONTROL, 'control characters are not allowed')

/** Text with line breaks. */
export const prose = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\p{Cc}]*(?:[\r\n\t][^\p{Cc}]*)*$/u, 'control characters are not allowed')

export const reason = line(500)

export const paging = {
  cursor: z.string().max(200).optional(),
  limit: z.int().min(1).max(200).default(50),
}

export const search = line(200, 0).optional()
export const tags = z.array(line(64)).max(64)
export const instant = z.iso.datetime({ offset: true })
