/** How a revision goes out, as options that every command takes which publishes. */

import { type Command, InvalidArgumentError, Option } from 'commander'
import {
  APPLY_TIMES,
  type ApplyTime,
  type Gate,
  planOf,
  type RolloutPlan,
  type WaveTarget,
} from '~/domain/rollout'
import type { OpenHours } from '~/domain/rollout-window'
import { checkText } from '~/domain/text'
import { CliError } from './io'
import { readGate, readHours, readWaves, usualWaves } from './wave-text'

export interface DeliveryOptions {
  waves?: WaveTarget[] | true
  gate?: Gate
  soak?: number
  patience?: number
  onFailure?: RolloutPlan['onFailure']
  start?: string
  hours?: OpenHours
  apply?: ApplyTime
}

export function withDeliveryOptions(command: Command): Command {
  return command
    .option(
      '--waves [list]',
      'in waves: 1,5%,20%,100% unless told, as numbers, shares, tag:NAME, group:NAME',
      readWaves,
    )
    .option(
      '--gate <limits>',
      'what a wave may get wrong: failed=0,silent=10%,binds=0,discrepancies=0',
      readGate,
    )
    .option('--soak <seconds>', 'how long each wave must stay well', whole('seconds', 0, 7 * 86_400))
    .option('--patience <minutes>', 'how long a wave waits for slow hosts', whole('minutes', 1, 30 * 1440))
    .addOption(new Option('--on-failure <act>', 'what a failed gate does').choices(['halt', 'roll-back']))
    .option('--start <instant>', 'not before this instant, such as 2026-12-01T22:00:00+01:00', instant)
    .option(
      '--hours <text>',
      'waves open in these hours only, such as "1-5 22:00-04:00 Europe/Madrid"',
      readHours,
    )
    .addOption(new Option('--apply <time>', 'when hosts put it in force').choices([...APPLY_TIMES]))
}

/** @throws CliError for options of waves without waves. */
export function deliveryOf(options: DeliveryOptions): { plan?: RolloutPlan; apply?: ApplyTime } {
  const { waves, gate, soak, patience, onFailure, start, hours, apply } = options
  if (waves === undefined && start === undefined) {
    const stray = Object.entries({ gate, soak, patience, 'on-failure': onFailure, hours }).find(
      ([, value]) => value !== undefined,
    )
    if (stray) throw new CliError([`--${stray[0]}: this is of waves. Add --waves, or leave it out.`])
    return apply && apply !== 'now' ? { apply } : {}
  }
  return {
    plan: planOf({
      waves:
        waves === undefined ? [{ kind: 'percent', percent: 100 }] : waves === true ? usualWaves() : waves,
      ...(gate && { gate }),
      ...(soak !== undefined ? { soakSeconds: soak } : waves === undefined && { soakSeconds: 0 }),
      ...(patience !== undefined && { patienceMinutes: patience }),
      ...(onFailure && { onFailure }),
      ...(start !== undefined && { startAt: start }),
      ...(hours && { window: hours }),
      ...(apply && { apply }),
    }),
  }
}

const whole = (of: string, least: number, most: number) => (typed: string) => {
  const value = Number(typed)
  if (/^\d+$/.test(typed) && value >= least && value <= most) return value
  throw new InvalidArgumentError(`Give a whole number of ${of} from ${least} to ${most}.`)
}

function instant(typed: string): string {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(typed)
    ? Date.parse(typed)
    : Number.NaN
  if (!Number.isNaN(at)) return new Date(at).toISOString()
  throw new InvalidArgumentError('Give an instant with its zone, such as 2026-12-01T22:00:00+01:00.')
}

/** A line of text for the record. */
export const recordLine = (longest: number) => (typed: string) => {
  const text = typed.trim()
  const wrong = checkText(text, 'text', longest)
  if (wrong) throw new InvalidArgumentError(`${wrong.rule}. ${wrong.mend}`)
  return text
}

/** `published revision 3: 12 hosts to change`, at once or as waves reach them. */
export function publishedText({ revision, changedHosts, rollout }: PublishedLike): string {
  const hosts = `${changedHosts} ${changedHosts === 1 ? 'host' : 'hosts'} to change`
  const waves = rollout === undefined ? '' : ` in waves: vipfarm rollout show ${revision}`
  return `published revision ${revision}: ${hosts}${waves}\n`
}

interface PublishedLike {
  revision: number
  changedHosts: number
  rollout?: string
}
