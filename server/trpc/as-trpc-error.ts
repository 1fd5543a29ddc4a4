import { TRPCError } from '@trpc/server'
import { type AppError, ERROR_CODES } from '../errors'

export function asTrpcError(error: AppError): TRPCError {
  return new TRPCError({ code: ERROR_CODES[error.code].trpc, message: error.message, cause: error })
}
