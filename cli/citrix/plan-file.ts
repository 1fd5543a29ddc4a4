/** A plan for a Citrix site as a file: what was read, what will be called. It holds no credential. */

import { z } from 'zod'
import type { SitePlan } from '~/domain/citrix-site/site-plan'

const setting = z.strictObject({ name: z.string(), useDefault: z.boolean(), value: z.string() })
const filter = z.strictObject({
  type: z.string(),
  allowed: z.boolean(),
  enabled: z.boolean(),
  data: z.string(),
})
const policy = z.strictObject({
  name: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  settings: z.array(setting),
  filters: z.array(filter),
})
const step = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('body'),
    name: z.string(),
    description: z.string(),
    enabled: z.boolean(),
  }),
  z.strictObject({ do: z.literal('set'), setting }),
  z.strictObject({ do: z.literal('unset'), name: z.string() }),
  z.strictObject({ do: z.literal('add-filter'), filter }),
  z.strictObject({ do: z.literal('drop-filter'), filter }),
])
const change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('create'), policy }),
  z.strictObject({ kind: z.literal('change'), guid: z.string(), before: policy, steps: z.array(step) }),
  z.strictObject({ kind: z.literal('delete'), guid: z.string(), before: policy }),
])

const planFileSchema = z.strictObject({
  v: z.literal(1),
  site: z.strictObject({ origin: z.string(), customer: z.string(), instance: z.string() }),
  set: z.strictObject({ guid: z.string(), name: z.string() }),
  /** The farm's revision; 0 for policies that came from files. */
  revision: z.int().min(0),
  plan: z.strictObject({
    changes: z.array(change),
    order: z.array(z.string()),
    orderBefore: z.array(z.string()),
    unchanged: z.array(z.string()),
    rivals: z.array(z.strictObject({ policy: z.string(), setting: z.string(), above: z.boolean() })),
  }) satisfies z.ZodType<SitePlan>,
})
export type SitePlanFile = z.infer<typeof planFileSchema>

export const writePlanFile = (file: SitePlanFile): string => `${JSON.stringify(file, null, 2)}\n`

export function readPlanFile(text: string): SitePlanFile | { problem: string } {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { problem: 'it is no JSON' }
  }
  const read = planFileSchema.safeParse(json)
  if (read.success) return read.data
  const [issue] = read.error.issues
  return { problem: `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'is not as written'}` }
}
