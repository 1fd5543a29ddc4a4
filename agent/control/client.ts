/** The agent's calls to the control plane, each with its bounds. */

import { type CheckInInput, type CheckInOutput, checkInOutput } from '~/protocol/check-in'
import { type EnrollInput, type EnrollOutput, enrollOutput } from '~/protocol/enroll'
import {
  type LeaseInput,
  type LeaseOutput,
  leaseOutput,
  type ReleaseInput,
  type ReleaseOutput,
  releaseOutput,
  type SliceInput,
  type SliceOutput,
  sliceOutput,
} from '~/protocol/lease'
import { type Report, type ReportOutput, reportOutput } from '~/protocol/report'
import { AGENT_ROUTES } from '~/protocol/routes'
import type { Clock } from '../clock'
import { type BundleAnswer, bundleOf, MAX_BUNDLE_ANSWER_BYTES } from './bundle'
import { type Connections, exchange } from './http'
import { failureOf, outputOf } from './wire'

const CALL_TIMEOUT_MS = 20_000
const LONG_CALL_TIMEOUT_MS = 60_000
const MAX_ANSWER_BYTES = 64 * 1024

export interface ControlPlane {
  checkIn(input: CheckInInput): Promise<CheckInOutput>
  report(input: Report): Promise<ReportOutput>
  lease(input: LeaseInput): Promise<LeaseOutput>
  slice(input: SliceInput): Promise<SliceOutput>
  release(input: ReleaseInput): Promise<ReleaseOutput>
  bundle(hash: string): Promise<BundleAnswer>
}

interface ClientOptions {
  /** Scheme, host and port. */
  origin: string
  credential: string
  connections: Connections
  clock: Clock
}

/** Every method throws `ControlFailure`, and nothing else, where there is no good answer. */
export class ControlClient implements ControlPlane {
  private readonly headers: Record<string, string>

  constructor(private readonly options: ClientOptions) {
    this.headers = { authorization: `Bearer ${options.credential}` }
  }

  async checkIn(input: CheckInInput): Promise<CheckInOutput> {
    return outputOf(await this.post(AGENT_ROUTES.checkIn, input, CALL_TIMEOUT_MS), checkInOutput, this.now())
  }

  async report(input: Report): Promise<ReportOutput> {
    return outputOf(
      await this.post(AGENT_ROUTES.report, input, LONG_CALL_TIMEOUT_MS),
      reportOutput,
      this.now(),
    )
  }

  async lease(input: LeaseInput): Promise<LeaseOutput> {
    return outputOf(await this.post(AGENT_ROUTES.lease, input, CALL_TIMEOUT_MS), leaseOutput, this.now())
  }

  async slice(input: SliceInput): Promise<SliceOutput> {
    return outputOf(await this.post(AGENT_ROUTES.slice, input, CALL_TIMEOUT_MS), sliceOutput, this.now())
  }

  async release(input: ReleaseInput): Promise<ReleaseOutput> {
    return outputOf(await this.post(AGENT_ROUTES.release, input, CALL_TIMEOUT_MS), releaseOutput, this.now())
  }

  async bundle(hash: string): Promise<BundleAnswer> {
    const answer = await exchange(this.options.connections, {
      method: 'GET',
      origin: this.options.origin,
      path: AGENT_ROUTES.bundle(hash),
      headers: { ...this.headers, 'accept-encoding': 'gzip' },
      timeoutMs: LONG_CALL_TIMEOUT_MS,
      maxBytes: MAX_BUNDLE_ANSWER_BYTES,
    })
    if (answer.status !== 200) throw failureOf(answer, this.now())
    return bundleOf(answer, hash)
  }

  private post(path: string, input: unknown, timeoutMs: number) {
    return postJson(this.options, path, input, timeoutMs, this.headers)
  }

  private now(): number {
    return this.options.clock.now()
  }
}

/** Enrols before there is a credential: the token in the body is the proof. */
export async function callEnroll(
  options: Omit<ClientOptions, 'credential'>,
  input: EnrollInput,
): Promise<EnrollOutput> {
  const answer = await postJson(options, AGENT_ROUTES.enroll, input, CALL_TIMEOUT_MS, {})
  return outputOf(answer, enrollOutput, options.clock.now())
}

function postJson(
  { origin, connections }: Pick<ClientOptions, 'origin' | 'connections'>,
  path: string,
  input: unknown,
  timeoutMs: number,
  headers: Record<string, string>,
) {
  return exchange(connections, {
    method: 'POST',
    origin,
    path,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(input),
    timeoutMs,
    maxBytes: MAX_ANSWER_BYTES,
  })
}
