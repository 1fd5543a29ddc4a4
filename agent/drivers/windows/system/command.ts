import { execFile } from 'node:child_process'

export interface CommandResult {
  /** Null where it was ended because it took too long. */
  code: number | null
  /** Standard output and error together, as text for people: in the machine's language and code page. */
  said: string
  /** Standard output, whole. */
  output: string
}

/** Runs a program of the system. Never throws for what the program answers; does for one that is not there. */
export type RunCommand = (file: string, args: readonly string[]) => Promise<CommandResult>

const TIMEOUT_MS = 20_000

export const runCommand: RunCommand = (file, args) =>
  new Promise((resolve, reject) => {
    const options = { timeout: TIMEOUT_MS, windowsHide: true, maxBuffer: 1024 * 1024 }
    execFile(file, [...args], options, (error, stdout, stderr) => {
      const said = `${stdout} ${stderr}`.replace(/\s+/g, ' ').trim().slice(0, 300)
      if (!error) resolve({ code: 0, said, output: stdout })
      else if (typeof error.code === 'number') resolve({ code: error.code, said, output: stdout })
      else if (error.killed) resolve({ code: null, said, output: stdout })
      else reject(error)
    })
  })
