import { z } from 'zod'
import {
  listCatalogue,
  removeCatalogueEntry,
  restoreCatalogueEntry,
  saveCatalogueEntry,
} from '../../services/discovery/edit-catalogue'
import { router } from '../init'
import { line } from '../inputs'
import { may } from '../procedures'

const evidence = z.enum(['verified', 'partial', 'memory'])

/** The shape only: the rules of an entry are asked of `domain/catalogue/check-entry`. */
const entry = z.strictObject({
  id: z.string().max(100),
  name: z.string().max(1000),
  processes: z.array(z.string().max(1000)).max(200),
  processEvidence: evidence,
  ports: z
    .array(z.strictObject({ protocol: z.enum(['tcp', 'udp']), first: z.number(), last: z.number() }))
    .max(200),
  portEvidence: evidence,
  advice: z.enum(['loopback', 'virtual-ip', 'both', 'wandering', 'exclude', 'review']),
  text: z.string().max(5000),
  source: z.string().max(5000),
})

const byId = z.strictObject({ id: line(100) })

export const catalogueRouter = router({
  list: may('hosts.see').query(({ ctx }) => listCatalogue(ctx.services)),

  save: may('policies.edit')
    .input(entry)
    .mutation(({ ctx, input }) => saveCatalogueEntry(ctx.services, ctx.actor, input)),

  remove: may('policies.edit')
    .input(byId)
    .mutation(({ ctx, input }) => removeCatalogueEntry(ctx.services, ctx.actor, input)),

  restore: may('policies.edit')
    .input(byId)
    .mutation(({ ctx, input }) => restoreCatalogueEntry(ctx.services, ctx.actor, input)),
})
