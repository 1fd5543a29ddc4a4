/** Whether to believe a ticket. Pure: what is known goes in, a verdict comes out. */

import { type PublicSigningKey, verifyTicket } from '~/protocol/signature'
import type { SignedTicket } from '~/protocol/ticket'

export interface Refusal {
  /** The generation that was refused. */
  generation: number
  code: string
  message: string
}

export type TicketVerdict = { verdict: 'new' | 'same' } | { verdict: 'refused'; refusal: Refusal }

interface Known {
  hostId: string
  signingKeys: readonly PublicSigningKey[]
  newest: SignedTicket | null
}

export function judgeTicket(signed: SignedTicket, { hostId, signingKeys, newest }: Known): TicketVerdict {
  const { ticket } = signed
  const refuse = (code: string, message: string): TicketVerdict => ({
    verdict: 'refused',
    refusal: { generation: ticket.generation, code, message },
  })
  if (!signingKeys.some((key) => key.keyId === signed.keyId)) {
    return refuse(
      'ticket-key',
      `the ticket is signed with key ${signed.keyId}, which this host does not trust`,
    )
  }
  if (!verifyTicket(signed, signingKeys)) {
    return refuse(
      'ticket-signature',
      `the signature of ticket ${ticket.generation} is not of key ${signed.keyId}`,
    )
  }
  if (ticket.hostId !== hostId) {
    return refuse('ticket-host', `ticket ${ticket.generation} is for host ${ticket.hostId}, not for this one`)
  }
  if (!newest || ticket.generation > newest.ticket.generation) return { verdict: 'new' }
  if (ticket.generation < newest.ticket.generation) {
    return refuse(
      'ticket-older',
      `ticket ${ticket.generation} is older than ticket ${newest.ticket.generation}`,
    )
  }
  if (ticket.hash !== newest.ticket.hash) {
    return refuse('ticket-conflict', `ticket ${ticket.generation} came before with another bundle`)
  }
  return { verdict: 'same' }
}
