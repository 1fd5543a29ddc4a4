/** What an exporter answers: the text, and all that the target has no words for. */

export const EXPORT_FORMATS = ['terraform', 'rest', 'powershell', 'reg', 'yaml'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

export interface NotExpressible {
  policy: string
  /** `setting VirtualIpMode`, `filter HostName CTI-*`. */
  what: string
  reason: string
  /** What was done about it: a policy that would reach more hosts than it does here is written switched off. */
  consequence: 'left-out' | 'policy-off' | 'policy-left-out'
}

export interface Exported {
  text: string
  notExpressible: NotExpressible[]
}

/** The ids that names stand for in the target, by name in lower case. */
export interface NameIds {
  deliveryGroups: Map<string, string>
  tags: Map<string, string>
  users: Map<string, string>
}

export const NO_IDS: NameIds = { deliveryGroups: new Map(), tags: new Map(), users: new Map() }
