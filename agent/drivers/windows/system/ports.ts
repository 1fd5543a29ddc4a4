import type { WindowsPorts } from '../ports'
import { PowerShellHost } from './powershell-host'
import { powerShellPorts } from './powershell-ports'
import { RegExe } from './registry'

/** This machine. @param directory private to the agent */
export function windowsPorts(directory: string): WindowsPorts {
  return { registry: new RegExe(directory), ...powerShellPorts(new PowerShellHost()) }
}
