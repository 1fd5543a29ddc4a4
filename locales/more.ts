import type { Messages } from './catalogue'

/** Adds to a reader's texts what few screens say: a table that all readers need not wait for. */
export type More = (t: Messages) => Messages
