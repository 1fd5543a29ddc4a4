import { AppError } from '../errors'

export const pending =
  <T>() =>
  async (): Promise<T> => {
    throw new AppError('unavailable', 'This part of the server is not connected yet.')
  }
