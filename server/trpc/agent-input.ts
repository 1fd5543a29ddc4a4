/** Inputs of the agents' calls: the version first, for a newer agent may well say what we do not know. */

import type { ZodType } from 'zod'
import { fail } from '~/domain/result'
import { checkInInput } from '~/protocol/check-in'
import { enrollInput } from '~/protocol/enroll'
import { leaseInput, releaseInput, sliceInput } from '~/protocol/lease'
import { reportInput } from '~/protocol/report'
import { findUnstorable } from '~/protocol/storable'
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from '~/protocol/version'
import { AppError } from '../errors'
import { fieldName, zodProblems } from './zod-problems'

export const parseCheckIn = (raw: unknown) => parse(checkInInput, raw)
export const parseEnroll = (raw: unknown) => parse(enrollInput, raw)
export const parseReport = (raw: unknown) => parse(reportInput, raw)
export const parseLease = (raw: unknown) => parse(leaseInput, raw)
export const parseSlice = (raw: unknown) => parse(sliceInput, raw)
export const parseRelease = (raw: unknown) => parse(releaseInput, raw)

/** @throws AppError `bad-input` that names each field at fault. */
function parse<T>(schema: ZodType<T>, raw: unknown): T {
  refuseOtherVersions(raw)
  refuseUnstorable(raw)
  const result = schema.safeParse(raw)
  if (result.success) return result.data
  const problems = zodProblems(result.error, raw)
  const [first] = problems
  throw new AppError('bad-input', first ? `${first.field}: ${first.rule}. ${first.mend}` : 'Bad input.', {
    problems,
  })
}

/** Told as bad input: the database's own refusal would read as a defect, and the host would try again for ever. */
function refuseUnstorable(raw: unknown): void {
  const found = findUnstorable(raw)
  if (!found) return
  const field = fieldName(found.path)
  const mend = 'Replace what cannot be stored, then send it again.'
  throw new AppError('bad-input', `${field}: ${found.rule}. ${mend}`, {
    problems: [fail(field, null, found.rule, mend).problem],
  })
}

function refuseOtherVersions(raw: unknown): void {
  if (typeof raw !== 'object' || raw === null || !('v' in raw)) return
  const { v } = raw
  if (typeof v !== 'number' || !Number.isInteger(v) || v < 1) return
  if (v >= OLDEST_PROTOCOL_VERSION && v <= PROTOCOL_VERSION) return
  const rule = `this server speaks versions ${OLDEST_PROTOCOL_VERSION} to ${PROTOCOL_VERSION} of the agent protocol`
  const mend = v > PROTOCOL_VERSION ? 'Update the server first, then the agents.' : 'Update the agent.'
  throw new AppError('bad-input', `v: ${v}: ${rule}. ${mend}`, {
    problems: [fail('v', v, rule, mend).problem],
  })
}
