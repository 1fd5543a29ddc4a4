import pg from 'pg'

/** Answers the engine's one-shot commands. Returns the exit code; errors go to stderr in the engine's log format. */
export async function answerCommand(name, url) {
  try {
    if (name === 'can-connect-to-database') await withClient(url, () => {})
    else if (name === 'create-database') await createDatabase(url)
    else return refuse(`the command ${name} is not supported`, 'P1000')
    return 0
  } catch (error) {
    return refuse(error.message, error.code === '3D000' ? 'P1003' : 'P1001')
  }
}

function createDatabase(url) {
  const server = new URL(url)
  const name = decodeURIComponent(server.pathname.slice(1))
  server.pathname = '/postgres'
  return withClient(server.href, (client) => client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`))
}

async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

function refuse(message, code) {
  const fields = { message, error_code: code, is_panic: false }
  process.stderr.write(`${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}\n`)
  return 1
}
