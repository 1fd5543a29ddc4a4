/** How the agent runs the system's own commands: from places that root alone writes to, in plain English. */

export const SYSTEM_DIRECTORIES = [
  '/usr/sbin',
  '/sbin',
  '/usr/bin',
  '/bin',
  '/usr/local/sbin',
  '/usr/local/bin',
]

export const SYSTEM_ENVIRONMENT: NodeJS.ProcessEnv = {
  NODE_ENV: process.env.NODE_ENV,
  PATH: SYSTEM_DIRECTORIES.join(':'),
  LC_ALL: 'C',
}
