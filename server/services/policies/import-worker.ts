/** The thread that reads the files of one import: an entry of its own in the server's bundle. */

import { parentPort, workerData } from 'node:worker_threads'
import { importFiles } from '~/formats/import/import-files'
import type { ImportJob } from './read-import'

const { files, options } = workerData as ImportJob
parentPort?.postMessage(await importFiles(files, options))
