import { StepError } from '../driver'
import { PortError } from './ports'

/** A failure of a port as the report names it, with what an admin does about it. */
export function stepError(error: unknown): Error {
  if (!(error instanceof PortError)) return error instanceof Error ? error : new Error(String(error))
  return new StepError(error.code, [error.message, MENDS[error.code]].filter(Boolean).join('. '))
}

const MENDS: Partial<Record<PortError['code'], string>> = {
  'access-denied': 'Let the agent run as LocalSystem, and look at the permissions of the key',
  'wmi-broken':
    'Run winmgmt /verifyrepository, and mofcomp %SystemRoot%\\System32\\wbem\\tscfgwmi.mof where the class is gone',
  'group-policy': 'Change it in the group policy, or take it out of there',
  timeout: 'The host is too busy, or the component hangs: it will be tried again',
}
