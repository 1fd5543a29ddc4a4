import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrate, readMigrations } from '~/server/database/migrate'
import { projectRoot } from '~/server/project-root'
import { createTestDatabase, type TestDatabase } from '~/tests/support/database'

const real = join(projectRoot(), 'prisma/migrations')
let database: TestDatabase
let directory: string

beforeEach(async () => {
  database = await createTestDatabase({ template: null })
  directory = mkdtempSync(join(tmpdir(), 'vipfarm-migrations-'))
  cpSync(real, directory, { recursive: true })
})
afterEach(async () => {
  await database.drop()
  rmSync(directory, { recursive: true, force: true })
})

function write(name: string, sql: string) {
  mkdirSync(join(directory, name), { recursive: true })
  writeFileSync(join(directory, name, 'migration.sql'), sql)
}

const names = readMigrations(real).map(({ name }) => name)
const tables = async () => {
  const { rows } = await database.pool.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
  return rows.map(({ tablename }) => tablename)
}

describe('migrations', () => {
  test('are applied in order to an empty database, and once only', async () => {
    expect(await migrate(database.url, directory)).toEqual(names)
    expect(await migrate(database.url, directory)).toEqual([])
    expect(await tables()).toContain('audit_event')
  })

  test('of two servers that start at once are applied by one', async () => {
    const both = await Promise.all([migrate(database.url, directory), migrate(database.url, directory)])
    expect(both.flat().sort()).toEqual(names)
  })

  test('stand whole or not at all', async () => {
    write('29990101000000_half', 'CREATE TABLE half_made (id int); SELECT 1 / 0;')
    await expect(migrate(database.url, directory)).rejects.toThrow(
      /29990101000000_half failed and was undone: division by zero/,
    )
    expect(await tables()).not.toContain('half_made')
    write('29990101000000_half', 'CREATE TABLE half_made (id int);')
    expect(await migrate(database.url, directory)).toEqual(['29990101000000_half'])
  })

  test('that were edited after they were applied are refused by name', async () => {
    await migrate(database.url, directory)
    write(names[0] as string, 'SELECT 1;')
    await expect(migrate(database.url, directory)).rejects.toThrow(
      `${names[0]} was edited after it was applied`,
    )
  })

  test('of a newer program keep an older one from starting', async () => {
    write('29990101000000_later', 'SELECT 1;')
    await migrate(database.url, directory)
    await expect(migrate(database.url, real)).rejects.toThrow(/29990101000000_later .* newer/)
  })
})
