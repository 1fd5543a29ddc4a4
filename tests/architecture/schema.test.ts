import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRoot } from '~/server/project-root'
import { createTestDatabase, type TestDatabase } from '~/tests/support/database'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test('the migrations make exactly the schema of prisma/schema; write one with `npm run prisma -- migrate dev` otherwise', async () => {
  const { code, told } = await prisma(
    'migrate',
    'diff',
    '--from-config-datasource',
    '--to-schema',
    'prisma/schema',
    '--exit-code',
  )
  expect(told).toMatch(/No difference detected/)
  expect(code).toBe(0)
})

/** Prisma's command line, as people use it: through prisma.config.ts and the engine that needs no download. */
async function prisma(...args: string[]): Promise<{ code: number | null; told: string }> {
  const root = projectRoot()
  const child = spawn(process.execPath, [join(root, 'node_modules/prisma/build/index.js'), ...args], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: database.url },
    timeout: 50_000,
  })
  let told = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      told += data
    })
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, told }
}
