import { defineConfig } from 'prisma/config'

// Prisma downloads a native schema engine unless this names a file; ours runs the engine that npm ships.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= new URL(
  'scripts/prisma-schema-engine.mjs',
  import.meta.url,
).pathname

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://localhost/unset' },
})
