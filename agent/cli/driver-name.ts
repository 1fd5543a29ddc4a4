import { DRIVERS, type DriverName, defaultDriver } from '../drivers/select'
import { UsageError } from './arguments'

export function driverName(asked: string | undefined): DriverName {
  const name = asked ?? defaultDriver()
  const found = DRIVERS.find((driver) => driver === name)
  if (found) return found
  if (asked === undefined) {
    throw new UsageError(
      `there is no driver for ${process.platform} yet; --driver simulated runs a make-believe host`,
    )
  }
  throw new UsageError(`--driver: ${JSON.stringify(asked)}: the drivers are ${DRIVERS.join(', ')}`)
}
