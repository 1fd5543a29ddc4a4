import { findChromium } from '~/tests/support/chromium'
import { isRequired } from '~/tests/support/requirement'
import { DataDirectory, spawnServer } from '~/tests/support/spawned-server'
import { until } from '~/tests/support/until'

const CREDENTIALS = /Sign in as\s+(\S+)\n\s*Password\s+(\S+)/

/** `npm start` on a new database and a free port, for all browser tests; the browser that drives it. */
export default async function setup() {
  const chromium = await findChromium()
  if ('missing' in chromium) {
    if (isRequired('browser')) throw new Error(`REQUIRE names browser: ${chromium.missing}`)
    process.env.BROWSER_TEST_MISSING = chromium.missing
    return
  }
  const data = new DataDirectory()
  const server = spawnServer(data)
  const url = await server.ready()
  // The account is told after the address, and may come in a piece of its own.
  const [, username = '', password = ''] = await until('the first account', () =>
    CREDENTIALS.exec(server.told()),
  )
  Object.assign(process.env, {
    BROWSER_TEST_CHROMIUM: chromium.path,
    BROWSER_TEST_URL: url,
    BROWSER_TEST_DATA: data.path,
    BROWSER_TEST_USERNAME: username,
    BROWSER_TEST_PASSWORD: password,
  })
  return async () => {
    server.child.kill('SIGTERM')
    await server.exited
    await data.remove()
  }
}
