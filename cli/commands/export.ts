import { pipeline } from 'node:stream/promises'
import { Command, InvalidArgumentError, Option } from 'commander'
import { borrowFarm, CLI_ACTOR } from '../borrow-farm'
import type { CliIo } from '../io'
import { exportPoliciesCommand } from './export-policies'

interface ExportOptions {
  format: 'csv' | 'jsonl'
  from?: string
  to?: string
}

/** `export audit|allocations --format csv|jsonl`, and `export policies`: to standard output, of any length. */
export function exportCommand(io: CliIo): Command {
  return new Command('export')
    .description('write the record, the addresses held, or the policies to standard output')
    .addCommand(rowsCommand(io, 'audit', 'the record of who did what; each export is on it too'))
    .addCommand(rowsCommand(io, 'allocations', 'addresses that sessions held and hold'))
    .addCommand(exportPoliciesCommand(io))
}

function rowsCommand(io: CliIo, what: 'audit' | 'allocations', description: string): Command {
  return new Command(what)
    .description(description)
    .addOption(new Option('--format <format>', 'the form').choices(['csv', 'jsonl']).makeOptionMandatory())
    .option(
      '--from <instant>',
      'from this instant on: ISO 8601, such as 2026-03-01 or 2026-03-01T08:00:00Z',
      instant,
    )
    .option('--to <instant>', 'until before this instant', instant)
    .action((options: ExportOptions) => exportRows(io, what, options))
}

async function exportRows(
  io: CliIo,
  what: 'audit' | 'allocations',
  { format, ...filter }: ExportOptions,
): Promise<void> {
  const { startExport } = await import('~/server/services/exports/start-export')
  await borrowFarm(io, async ({ database, copySource }) => {
    const asked = { what, format, filter }
    const { stream, close } = await startExport({ database }, copySource, CLI_ACTOR, asked)
    try {
      await pipeline(stream, io.output, { end: false })
    } catch (error) {
      // The reader took what it wanted, as `head` does.
      if (!isReaderGone(error)) throw error
    } finally {
      await close()
    }
  })
}

const isReaderGone = (error: unknown) =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE')

const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}))?$/

function instant(typed: string): string {
  if (INSTANT.test(typed) && !Number.isNaN(Date.parse(typed))) return typed
  throw new InvalidArgumentError('Give a date or an instant in ISO 8601, such as 2026-03-01T08:00:00Z.')
}
