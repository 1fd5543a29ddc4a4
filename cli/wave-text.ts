/** Waves, gates and hours as an operator types them. */

import { InvalidArgumentError } from 'commander'
import { DEFAULT_GATE, DEFAULT_WAVES, type Gate, MOST_WAVES, type WaveTarget } from '~/domain/rollout'
import type { OpenHours } from '~/domain/rollout-window'

const EVERYBODY: WaveTarget = { kind: 'percent', percent: 100 }

/** `1,5%,tag:pilot,group:Call centre,100%`; everybody is the last wave, said or not. @throws InvalidArgumentError */
export function readWaves(typed: string): WaveTarget[] {
  const waves = typed.split(',').map((part) => readWave(part.trim()))
  const last = waves.at(-1)
  const whole = last?.kind === 'percent' && last.percent === 100 ? waves : [...waves, EVERYBODY]
  if (whole.length <= MOST_WAVES) return whole
  throw new InvalidArgumentError(`There are ${whole.length} waves; ${MOST_WAVES} is the limit.`)
}

export const usualWaves = (): WaveTarget[] => [...DEFAULT_WAVES]

function readWave(text: string): WaveTarget {
  const [, kind, name = ''] = text.match(/^(tag|group):\s*(.*)$/i) ?? []
  if (kind !== undefined && name !== '') {
    return kind.toLowerCase() === 'tag' ? { kind: 'tag', tag: name } : { kind: 'group', group: name }
  }
  const [, number = '', percent] = text.match(/^(\d{1,7}(?:\.\d{1,3})?)\s*(%?)$/) ?? []
  const value = Number(number)
  if (number !== '' && percent === '%' && value > 0 && value <= 100)
    return { kind: 'percent', percent: value }
  if (number !== '' && percent === '' && Number.isInteger(value) && value >= 1 && value <= 1_000_000) {
    return { kind: 'hosts', hosts: value }
  }
  throw new InvalidArgumentError(
    `${JSON.stringify(text)} is no wave. Write a number of hosts, a share such as 5%, tag:NAME or group:NAME.`,
  )
}

const GATE_WORDS = {
  failed: 'failedHosts',
  silent: 'silentPercent',
  binds: 'bindFailures',
  discrepancies: 'discrepancies',
} as const satisfies Record<string, keyof Gate>

/** `failed=0,silent=10%,binds=0,discrepancies=5`; what is left out is as usual. @throws InvalidArgumentError */
export function readGate(typed: string): Gate {
  const gate = { ...DEFAULT_GATE }
  for (const part of typed.split(',')) {
    const [, word = '', number = ''] = part.trim().match(/^(\w+)\s*=\s*(\d{1,7})%?$/) ?? []
    const key = Object.hasOwn(GATE_WORDS, word) ? GATE_WORDS[word as keyof typeof GATE_WORDS] : undefined
    const value = Number(number)
    if (!key || value > (key === 'silentPercent' ? 100 : 1_000_000)) {
      throw new InvalidArgumentError(
        `${JSON.stringify(part)} is no limit. Write failed=N, silent=PERCENT, binds=N or discrepancies=N.`,
      )
    }
    gate[key] = value
  }
  return gate
}

/** `1-5 22:00-04:00 Europe/Madrid`: days from Monday, a span, a time zone. @throws InvalidArgumentError */
export function readHours(typed: string): OpenHours {
  const [, days = '', from = '', to = '', timeZone = ''] =
    typed.trim().match(/^([1-7,-]+) (\d\d:\d\d)-(\d\d:\d\d) (\S+)$/) ?? []
  const read = days.split(',').flatMap(daysOf)
  if (from !== '' && read.length > 0 && read.every((day) => day >= 1 && day <= 7)) {
    return { days: [...new Set(read)].sort(), from, to, timeZone }
  }
  throw new InvalidArgumentError('Write days, span and time zone, such as "1-5 22:00-04:00 Europe/Madrid".')
}

function daysOf(part: string): number[] {
  const [, first = '', last = first] = part.match(/^([1-7])(?:-([1-7]))?$/) ?? []
  const [from, to] = [Number(first), Number(last)]
  if (first === '' || to < from) return [0]
  return Array.from({ length: to - from + 1 }, (_, at) => from + at)
}
