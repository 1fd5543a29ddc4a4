/**
 * The last good bundle and the newest ticket, on the disk before anything is applied. A host whose control plane is
 * away, or that was killed at any point, goes on from here.
 */

import { sha256 } from '~/protocol/hash'
import { type BundleSeal, bundleSealSchema, type SignedTicket, signedTicketSchema } from '~/protocol/ticket'
import { type Log, messageOf } from '../log'
import type { Storage } from '../storage/storage'

export const LEDGER_FILE = 'ledger.json'

/** A bundle that was verified, with the ticket that told this host to run it. */
export interface GoodBundle {
  signed: SignedTicket
  seal: BundleSeal
  /** The canonical host config, as it came. */
  text: string
}

/** A verified bundle that is kept out of force until somebody logs on, or until nobody is logged on. */
export interface HeldBundle {
  good: GoodBundle
  /** Milliseconds since 1970, by this host's clock. */
  since: number
}

interface LedgerContent {
  /** The newest ticket believed, though its bundle may not have come yet. Its generation is never gone below. */
  newest: SignedTicket | null
  good: GoodBundle | null
  held: HeldBundle | null
}

export class Ledger {
  private constructor(
    private readonly storage: Storage,
    private content: LedgerContent,
  ) {}

  /** Opens the ledger; one that cannot be read is set aside, and the next check-in brings its content again. */
  static async open(storage: Storage, log: Log): Promise<Ledger> {
    const empty: LedgerContent = { newest: null, good: null, held: null }
    const text = await storage.read(LEDGER_FILE)
    const content = text === null ? empty : readLedger(text)
    if (content) return new Ledger(storage, content)
    log.error('the ledger cannot be read; it is set aside and fetched again', { file: LEDGER_FILE })
    await storage
      .setAside(LEDGER_FILE)
      .catch((error) => log.warn('cannot set the ledger aside', { error: messageOf(error) }))
    return new Ledger(storage, empty)
  }

  get newest(): SignedTicket | null {
    return this.content.newest
  }

  get good(): GoodBundle | null {
    return this.content.good
  }

  get held(): HeldBundle | null {
    return this.content.held
  }

  /** Keeps a verified bundle and its ticket. @throws the disk's error; the content stays as it was. */
  async keep(good: GoodBundle): Promise<void> {
    await this.write({ newest: good.signed, good, held: null })
  }

  /** Keeps a verified bundle beside the one in force. @throws as `keep`. */
  async hold(held: HeldBundle): Promise<void> {
    await this.write({ ...this.content, newest: held.good.signed, held })
  }

  /** Takes a judged ticket as the newest. On the disk only with `keep` or `note`. */
  believe(signed: SignedTicket): void {
    this.content = { ...this.content, newest: signed }
  }

  /** Keeps a ticket whose bundle has not come: an older one is refused even after a restart. @throws as `keep`. */
  async note(signed: SignedTicket): Promise<void> {
    await this.write({ ...this.content, newest: signed })
  }

  private async write(content: LedgerContent): Promise<void> {
    await this.storage.writeAtomic(LEDGER_FILE, JSON.stringify({ v: 1, ...content }))
    this.content = content
  }
}

function readLedger(text: string): LedgerContent | null {
  try {
    const { v, newest, good, held } = JSON.parse(text)
    if (v !== 1) return null
    const ticket = newest === null ? null : signedTicketSchema.parse(newest)
    return { newest: ticket, good: good === null ? null : readGood(good), held: readHeld(held) }
  } catch {
    return null
  }
}

/** Absent in what an older agent wrote. */
function readHeld(value: { good: Parameters<typeof readGood>[0]; since: unknown } | null | undefined) {
  return value ? { good: readGood(value.good), since: Number(value.since) } : null
}

function readGood(value: { signed: unknown; seal: unknown; text: unknown }): GoodBundle {
  const good = {
    signed: signedTicketSchema.parse(value.signed),
    seal: bundleSealSchema.parse(value.seal),
    text: String(value.text),
  }
  if (sha256(good.text) !== good.seal.hash) throw new Error('the bundle is not the one its seal names')
  return good
}
