import type { Server } from 'node:http'
import { errorCode, StartError } from '~/server/database/start-error'

/** Starts listening. Returns the port taken. @throws StartError for a port or an address that cannot be had. */
export function listenOn(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(explain(error, host, port)))
    server.listen({ host, port, exclusive: true }, () => {
      server.removeAllListeners('error')
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

function explain(error: Error, host: string, port: number): Error {
  const code = errorCode(error)
  if (code === 'EADDRINUSE') {
    return new StartError(
      `Port ${port} on ${host} is taken by another program. Stop that one, or set PORT to another port, such as PORT=${port + 1}.`,
    )
  }
  if (code === 'EACCES')
    return new StartError(`This user may not listen on port ${port}. Set PORT to 1024 or above.`)
  if (code === 'EADDRNOTAVAIL')
    return new StartError(`This machine has no address ${host}. Set HOST to one it has.`)
  return error
}
