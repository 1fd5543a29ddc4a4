/** Captures of the largest size over HTTP, and lines that never end: time and memory, beside a server that only counts bytes. */

import { DataDirectory, spawnServer } from '~/tests/support/spawned-server'
import { until } from '~/tests/support/until'
import { startRole } from './child'
import { forgetPeak, peakMebibytesOf } from './peak-memory'
import { openPerson } from './person'
import type { BenchResult } from './result'
import { sendBody } from './send-body'

const MIB = 2 ** 20
const MOST_BYTES = 200 * MIB
const GIB_LINE = 1_024 * MIB
const BAR_MIB = 300
const CREDENTIALS = /Sign in as\s+(\S+)\n\s*Password\s+(\S+)/

const HEAD = Buffer.from(
  '\r\nActive Connections\r\n\r\n  Proto  Local Address          Foreign Address        State           PID\r\n',
)
const ROW = '  TCP    127.0.0.1:5060         0.0.0.0:0              LISTENING       4100\r\n [dialer.exe]\r\n'
const FIRST = Buffer.from(ROW)
const ROWS = Buffer.from(ROW.repeat(Math.floor((256 * 1_024) / ROW.length)))
const JUNK = Buffer.alloc(256 * 1_024, 'x')

interface Uploaded {
  status: number
  body: string
  seconds: number
  peakMiB: number
}

/** `npm start` with its pages, as people run it, and somebody who is signed in. */
async function startProduct(data: DataDirectory) {
  const server = spawnServer(data)
  const port = Number(new URL(await server.ready()).port)
  const [, username = '', password = ''] = await until('the first account', () =>
    CREDENTIALS.exec(server.told()),
  )
  const person = await openPerson(port, { username, password })
  const { pid } = server.child
  if (pid === undefined) throw new Error('the server has no process')
  return {
    person,
    pid,
    async stop() {
      person.close()
      server.child.kill('SIGTERM')
      await server.exited
    },
  }
}

export async function uploads(): Promise<BenchResult> {
  const data = new DataDirectory()
  const sink = startRole('raw-server')
  const product = await startProduct(data)
  try {
    const { person, pid } = product
    const send = async (name: string, pieces: () => Iterable<Buffer>, bytes?: number): Promise<Uploaded> => {
      forgetPeak(pid)
      const sent = await person.upload(`/api/captures?name=${name}`, pieces(), bytes)
      return { ...sent, peakMiB: peakMebibytesOf(pid) }
    }
    await send('warm-up.txt', () => [HEAD, ROWS])
    forgetPeak(pid)
    const before = peakMebibytesOf(pid)
    const largest = await send('largest.txt', () => upTo(MOST_BYTES, ROWS), MOST_BYTES)
    const rows = Math.floor((MOST_BYTES - HEAD.length) / ROW.length)
    if (largest.status !== 200) throw new Error(`the largest capture was refused: ${largest.body}`)
    if (Math.abs(JSON.parse(largest.body).rows - rows) > 1) throw new Error(`not ${rows}: ${largest.body}`)
    const line = await send('one-line.txt', () => upTo(MOST_BYTES, JUNK), MOST_BYTES)
    if (JSON.parse(line.body).rejected !== 1) throw new Error(`the line was not rejected: ${line.body}`)
    const over = await send('endless-line.txt', () => upTo(GIB_LINE, JUNK))
    if (over.status !== 413) throw new Error(`a line of 1 GB got ${over.status}`)
    const bare = await bareUpload(await sink.ask<number>('port'))
    const peak = Math.max(...[largest, line, over].map(({ peakMiB }) => peakMiB))
    return {
      bench: 'uploads',
      figures: {
        ...{ largestSeconds: largest.seconds, largestMiBPerSecond: 200 / largest.seconds },
        ...{ lineOf200MbSeconds: line.seconds, lineOf1GbRefusedAfterSeconds: over.seconds },
        ...{ beforeMiB: before, largestPeakMiB: largest.peakMiB },
        ...{ lineOf200MbPeakMiB: line.peakMiB, lineOf1GbPeakMiB: over.peakMiB },
      },
      limits: { bareSeconds: bare, barMiB: BAR_MIB },
      ratios: { largestToBare: largest.seconds / bare, memoryToBar: peak / BAR_MIB },
      notes: [
        'memory is the whole server with its pages, its embedded database not counted, by the kernel; bare: node:http that drops the bytes',
      ],
    }
  } finally {
    await product.stop()
    await data.remove()
    await sink.stop()
  }
}

/** The heading, then pieces up to exactly so many bytes. */
function* upTo(bytes: number, piece: Buffer): Iterable<Buffer> {
  // A row before all else: without any, it would be no capture.
  yield HEAD
  yield FIRST
  for (let left = bytes - HEAD.length - FIRST.length; left > 0; left -= piece.length)
    yield piece.subarray(0, left)
}

async function bareUpload(port: number): Promise<number> {
  const { seconds } = await sendBody({ port, path: '/', headers: {} }, upTo(MOST_BYTES, ROWS), MOST_BYTES)
  return seconds
}
