#!/usr/bin/env node
import { pathToFileURL } from 'node:url'
import { alone } from './setup/lock.mjs'
import { SetupError, say, seconds } from './setup/say.mjs'
import { steps } from './setup/steps.mjs'

/**
 * Does the steps named that are not done yet, each told with its time; says nothing when there is nothing to do.
 * `install` and `generate` are names like the others: ask for all that the command needs.
 */
export async function setup(needs = steps.map(({ name }) => name)) {
  checkNode()
  const wanted = steps.filter(({ name }) => needs.includes(name))
  if (wanted.every((step) => step.isDone())) return
  await alone(async () => {
    for (const step of wanted) {
      if (step.isDone()) continue
      const since = performance.now()
      say(`set-up: ${step.title} ...`)
      await step.work()
      say(`set-up: ${step.title}: ${seconds(since)}`)
    }
  })
}

/** Runs a command of this project: its set-up first, mendable failures without a stack. */
export async function command(needs, work) {
  process.env.NEXT_TELEMETRY_DISABLED ??= '1'
  try {
    await setup(needs)
    await work()
  } catch (error) {
    say(error instanceof SetupError ? error.message : (error?.stack ?? String(error)))
    process.exitCode = 1
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return
  throw new SetupError(
    `Vipfarm needs Node 20.19 or newer, or 22.12 or newer; this is ${process.versions.node}.`,
  )
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await command(undefined, async () => {})
