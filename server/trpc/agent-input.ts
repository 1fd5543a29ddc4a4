/** Inputs of the agents' calls: the version first, for a newer agent may well say what we do not know. */

import type { ZodType } from 'zod'
import { fail } from '~/domain/result'
import { checkInInput } from '~/protocol/check-in'
import { enrollInput } from '~/protocol/enroll'
import { reportInput } from '~/protocol/report'
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from '~/protocol/version'
import { AppError } from '../errors'
import { zodProblems } from './zod-problems'

export const parseCheckIn = (raw: unknown) => parse(checkInInput, raw)
export const parseEnroll = (raw: unknown) => parse(enrollInput, raw)
export const parseReport = (raw: unknown) => parse(reportInput, raw)

/** @throws AppError `bad-input` that names each field at fault. */
function parse<T>(schema: ZodType<T>, raw: unknown): T {
  refuseOtherVersions(raw)
  const result = schema.safeParse(raw)
  if (result.success) return result.data
  const problems = zodProblems(result.error, raw)
  const [first] = problems
  throw new AppError('bad-input', first ? `${first.field}: ${first.rule}. ${first.mend}` : 'Bad input.', {
    problems,
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
