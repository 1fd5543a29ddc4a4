import type { TestContext } from 'vitest'

/**
 * For a test that this machine may be unable to run. Pass null when it can; otherwise the reason. The test is then
 * skipped with it, or fails with it where `REQUIRE` (as in `REQUIRE=browser,bpf`) names what is missing.
 */
export function requirement(
  context: TestContext,
  name: 'browser' | 'bpf' | 'dhcp',
  missing: string | null,
): void {
  if (missing === null) return
  if (isRequired(name)) throw new Error(`REQUIRE names ${name}, and it cannot run here: ${missing}`)
  context.skip(missing)
}

export const isRequired = (name: string): boolean => (process.env.REQUIRE ?? '').split(',').includes(name)
