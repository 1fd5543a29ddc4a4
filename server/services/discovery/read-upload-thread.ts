/** Reads a capture on a thread with a small memory of its own: what it leaves behind never lies about in the server's. */

import { Worker } from 'node:worker_threads'
import type { Result } from '~/domain/result'
import type { ReadUpload } from './upload-reading'

export type ToThread = { piece: Uint8Array } | { bytes: number }
export type FromThread = { taken: true } | { read: Result<ReadUpload> }

const LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 }

export class UploadThread {
  private readonly worker: Worker
  private waiting: { resolve(told: FromThread): void; reject(error: unknown): void } | undefined
  private ended: unknown

  constructor(thread: URL, name: string) {
    this.worker = new Worker(thread, { workerData: { name }, resourceLimits: LIMITS })
    this.worker.on('message', (told: FromThread) => {
      const { waiting } = this
      this.waiting = undefined
      waiting?.resolve(told)
    })
    this.worker.on('error', (error) => this.end(error))
    this.worker.on('exit', (code) => this.end(new Error(`the thread of an upload ended (${code})`)))
  }

  /** Resolves when the piece is read, so that the sender waits. */
  async push(piece: Uint8Array): Promise<void> {
    // A copy of its own can be handed over; the piece may share its memory with others.
    const copy = new Uint8Array(piece)
    await this.ask({ piece: copy }, [copy.buffer])
  }

  async finish(bytes: number): Promise<Result<ReadUpload>> {
    const told = await this.ask({ bytes })
    if ('read' in told) return told.read
    throw new Error('the thread of an upload did not answer what it was asked')
  }

  async close(): Promise<void> {
    await this.worker.terminate()
  }

  private ask(told: ToThread, handed: ArrayBuffer[] = []): Promise<FromThread> {
    return new Promise((resolve, reject) => {
      if (this.ended !== undefined) return reject(this.ended)
      this.waiting = { resolve, reject }
      this.worker.postMessage(told, handed)
    })
  }

  private end(error: unknown): void {
    this.ended ??= error
    this.waiting?.reject(this.ended)
    this.waiting = undefined
  }
}
