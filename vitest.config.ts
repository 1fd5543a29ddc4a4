import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '')

/** Rooms whose unit tests stand beside the code. */
const unitRooms = ['domain', 'formats', 'protocol', 'cli', 'agent', 'components', 'server', 'locales']

/** A room below `tests/`: bigger tests, with the time that real processes and a real database need. */
const testRoom = (name: string, seconds = 60) => ({
  extends: true as const,
  test: {
    name,
    // The rooms share one PostgreSQL of the run; `tests/support/database.ts` gives each file a database of its own.
    ...(!['golden', 'kernel'].includes(name) && { globalSetup: ['tests/support/database-setup.ts'] }),
    include: [`tests/${name}/**/*.test.{ts,tsx}`],
    testTimeout: seconds * 1000,
    hookTimeout: seconds * 1000,
  },
})

const golden = testRoom('golden')

/** Pure code keeps nothing between tests: its files share a process, and load what they have in common once. */
const shared = { isolate: false }

export default defineConfig({
  resolve: { alias: { '~': root } },
  test: {
    environment: 'node',
    passWithNoTests: true,
    // A forgotten `.only` or `.skip` must not turn a test run green.
    allowOnly: false,
    setupFiles: ['tests/support/property-seed.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: unitRooms.map((room) => `${room}/**/*.test.{ts,tsx}`),
          exclude: ['**/node_modules/**', 'server/database/generated/**'],
          testTimeout: 60_000,
          ...shared,
        },
      },
      { ...golden, test: { ...golden.test, ...shared } },
      testRoom('integration'),
      testRoom('agent'),
      testRoom('kernel'),
      testRoom('farm', 180),
      testRoom('architecture'),
    ],
  },
})
