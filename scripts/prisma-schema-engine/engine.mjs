import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { mendAdapter, mendShadow } from './adapter.mjs'

/** Without it a panic of the engine is unreadable. */
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => process.stderr.write(`${message}\n`) }

/** The engine over a PostgreSQL connection. `datamodels` are pairs of file name and text. */
export async function loadEngine(url, datamodels) {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const entry = fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm'))
  const bytes = readFileSync(entry.replace(/schema_engine\.js$/, 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': glue })
  glue.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  const factory = new PrismaPg(connection(url))
  const connect = factory.connect.bind(factory)
  const connectToShadow = factory.connectToShadowDb.bind(factory)
  factory.connect = async () => mendAdapter(await connect())
  factory.connectToShadowDb = async () => mendAdapter(mendShadow(await connectToShadow()))
  const models = datamodels.length > 0 ? datamodels : undefined
  return glue.SchemaEngine.new({ datamodels: models }, () => {}, bindMigrationAwareSqlAdapterFactory(factory))
}

/** Fields and no connection string: the adapter overrides `database` for its shadow, and a string would win over it. */
function connection(url) {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  return {
    host: hostname,
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    ssl: /^(require|verify)/.test(searchParams.get('sslmode') ?? '') || undefined,
    max: 2,
  }
}
