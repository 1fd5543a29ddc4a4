import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '~/server/project-root'

/** Words that stand in these packages' code and survive minifying. */
const TRACES = {
  pg: /SCRAM-SERVER-FINAL-MESSAGE|pg_type_aware|Client has encountered a connection error and is not queryable/,
  Prisma: /PrismaClientKnownRequestError|query_compiler_bg|prismaGraphQLToJSError/,
  'better-auth': /better-auth\.session_token|BETTER_AUTH_SECRET/,
}

test('the build of the pages holds no database code', () => {
  const build = join(projectRoot(), '.next/server')
  expect(existsSync(build), 'the pages are not built: node scripts/setup.mjs').toBe(true)
  const files = readdirSync(build, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.js'),
  )
  expect(files.length).toBeGreaterThan(5)
  const found = files.flatMap((file) => {
    const text = readFileSync(join(build, file), 'utf8')
    const traces = Object.entries(TRACES).filter(([, trace]) => trace.test(text))
    const external =
      /require\(["'](pg|@prisma\/[^"']+|better-auth)["']\)|from\s*["'](pg|@prisma\/[^"']+)["']/.exec(text)
    return [
      ...traces.map(([name]) => `${file} holds ${name}`),
      ...(external ? [`${file} asks for ${external[1] ?? external[2]}`] : []),
    ]
  })
  expect(found, 'a page imports server code: call runtime().callerFor() instead').toEqual([])
})
