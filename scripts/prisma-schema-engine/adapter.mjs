import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'

/** Types of PostgreSQL's catalogue that the adapter refuses (prisma/orm#27403), and the ones to present them as. */
const CHAR = 18
const PRESENT_AS = { [CHAR]: 1042, 19: 25, 22: 25, 194: 25 }

/** Lets the engine read the catalogue through the adapter: `"char"` columns arrive as characters, names as text. */
export function mendAdapter(connection) {
  const performIO = connection.performIO.bind(connection)
  const queryRaw = connection.queryRaw.bind(connection)
  const startTransaction = connection.startTransaction?.bind(connection)
  let characters = []
  connection.performIO = async (query) => {
    const result = await performIO(query)
    const fields = result.fields ?? []
    characters = fields.flatMap(({ dataTypeID }, at) => (dataTypeID === CHAR ? [at] : []))
    for (const field of fields) field.dataTypeID = PRESENT_AS[field.dataTypeID] ?? field.dataTypeID
    return result
  }
  connection.queryRaw = async (query) => {
    const result = await queryRaw(query)
    for (const at of characters) result.columnTypes[at] = ColumnTypeEnum.Character
    return result
  }
  if (startTransaction)
    connection.startTransaction = async (level) => mendAdapter(await startTransaction(level))
  return connection
}

/** The adapter drops its shadow database while its own pool still holds it open: close the pool first. */
export function mendShadow(connection) {
  const dispose = connection.dispose.bind(connection)
  connection.dispose = async () => {
    await connection.client.end()
    connection.client.end = async () => {}
    await dispose()
  }
  return connection
}
