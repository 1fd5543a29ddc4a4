/** One PowerShell that stays: starting it for each question would cost more than all answers. */

import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { PortError, type PortProblem } from '../ports'
import { encodedScript } from './powershell-script'

/** Starts the program that answers. */
export type StartHost = () => ChildProcess

const GREETING = 'vipfarm\t1'
/** A first start compiles; a busy host takes its time. */
const TIMEOUT_MS = 60_000
const CODES: readonly PortProblem[] = ['access-denied', 'wmi-broken', 'group-policy', 'refused']

const startPowerShell: StartHost = () =>
  spawn('powershell.exe', ['-NoLogo', '-NoProfile', '-NonInteractive', '-EncodedCommand', encodedScript()], {
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  })

interface Running {
  child: ChildProcess
  ready: Promise<void>
  /** What waits for the lines that come. */
  take: (line: string) => void
  fail: (error: PortError) => void
}

export class PowerShellHost {
  private running: Running | null = null
  private turn: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly start: StartHost = startPowerShell,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  /** The rows of an answer, cell by cell. One question at a time. @throws PortError */
  ask(word: string, argument = ''): Promise<string[][]> {
    const answer = this.turn.then(() => this.exchange(argument === '' ? word : `${word} ${argument}`))
    this.turn = answer.catch(() => undefined)
    return answer
  }

  async close(): Promise<void> {
    const { running } = this
    this.running = null
    running?.child.stdin?.end()
    running?.child.kill()
  }

  private async exchange(question: string): Promise<string[][]> {
    const running = this.running ?? this.open()
    this.running = running
    try {
      return await withTimeout(this.timeoutMs, async () => {
        await running.ready
        return await new Promise<string[][]>((resolve, reject) => {
          const rows: string[][] = []
          running.fail = reject
          running.take = (line) => {
            const cells = line.split('\t')
            if (cells[0] !== '.') rows.push(cells)
            else if (cells[1] === 'ok') resolve(rows)
            else reject(errorOf(cells))
          }
          running.child.stdin?.write(`${question}\n`)
        })
      })
    } catch (error) {
      // After a refusal the host lives on; after silence or nonsense nobody knows what its next line would answer.
      if (!(error instanceof PortError) || ['timeout', 'unavailable'].includes(error.code)) await this.close()
      throw error
    }
  }

  private open(): Running {
    const child = this.start()
    const running: Running = {
      child,
      ready: Promise.resolve(),
      take: () => undefined,
      fail: () => undefined,
    }
    running.ready = new Promise((resolve, reject) => {
      running.fail = reject
      running.take = (line) => {
        if (line === GREETING) resolve()
        else reject(new PortError('unavailable', `PowerShell answers ${JSON.stringify(line.slice(0, 80))}`))
      }
    })
    const gone = (why: string) => {
      if (this.running === running) this.running = null
      running.fail(new PortError('unavailable', why))
    }
    child.once('error', (error) => gone(`powershell.exe cannot be run: ${error.message}`))
    child.once('close', (code) => gone(`PowerShell ended with ${code ?? 'a signal'} before it answered`))
    child.stdin?.on('error', () => undefined)
    if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => running.take(line))
    return running
  }
}

function errorOf([, , code, text]: string[]): PortError {
  const known = CODES.find((one) => one === code) ?? 'refused'
  return new PortError(known, textOf(text).slice(0, 400) || 'no reason given')
}

export const textOf = (cell: string | undefined): string => Buffer.from(cell ?? '', 'base64').toString('utf8')
export const cellOf = (text: string): string => Buffer.from(text, 'utf8').toString('base64')

async function withTimeout<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new PortError('timeout', `PowerShell gave no answer within ${milliseconds} ms`)),
      milliseconds,
    )
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}
