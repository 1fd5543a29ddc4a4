/** The thread that reads one capture: an entry of its own in the server's bundle. Each piece is answered when it is read. */

import { parentPort, workerData } from 'node:worker_threads'
import type { FromThread, ToThread } from './read-upload-thread'
import { UploadReading } from './upload-reading'

const reading = new UploadReading(workerData.name)
const answer = (told: FromThread) => parentPort?.postMessage(told)

parentPort?.on('message', (told: ToThread) => {
  if ('piece' in told) {
    reading.push(told.piece)
    answer({ taken: true })
  } else answer({ read: reading.end(told.bytes) })
})
