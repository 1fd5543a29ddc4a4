import { Command, InvalidArgumentError } from 'commander'
import type { CliIo } from '../io'

export interface AnalyzeOptions {
  json?: true
  listed: string[]
  oneMachine?: true
}

/** `analyze FILE...`: which programs need a virtual loopback or a virtual IP, from captures of sockets. */
export function analyzeCommand(io: CliIo): Command {
  return new Command('analyze')
    .description('say which programs need a virtual loopback or a virtual IP, from captures of their sockets')
    .argument(
      '<file...>',
      'captures (TCPView, tcpvcon, netstat, ss, Get-NetTCPConnection, agent samples), and beside them lists of ' +
        'processes and sessions (tasklist, qwinsta, query process)',
    )
    .option('--json', 'print one line of JSON: files with their rows, and findings')
    .option(
      '--listed <programs>',
      'programs that a list already holds, with commas between them: tells pairs with one end missing',
      programs,
      [],
    )
    .option('--one-machine', 'the captures are of one machine although its address changed between them')
    .action(async (files: string[], options: AnalyzeOptions) => {
      const { runAnalyze } = await import('./analyze-run')
      await runAnalyze(files, options, io)
    })
}

function programs(value: string, earlier: string[]): string[] {
  const names = value.split(',').map((name) => name.trim())
  if (names.some((name) => name === '')) {
    throw new InvalidArgumentError('Write names with commas between them, such as bbcomm.exe,excel.exe.')
  }
  return [...earlier, ...names]
}
