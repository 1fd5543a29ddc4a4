import { accessSync, constants } from 'node:fs'

/** Where distributions put a Chromium that Playwright can drive. */
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** The path of a browser, or why there is none. An installed one first, then the one that npm ships for Linux x64. */
export async function findChromium(): Promise<{ path: string } | { missing: string }> {
  const installed = INSTALLED.find(isExecutable)
  if (installed) return { path: installed }
  if (process.platform !== 'linux' || process.arch !== 'x64') return { missing: 'no Chromium is installed' }
  try {
    const { default: shipped } = await import('@sparticuz/chromium')
    return { path: await shipped.executablePath() }
  } catch (error) {
    return { missing: `no Chromium is installed, and the one from npm does not start: ${error}` }
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
