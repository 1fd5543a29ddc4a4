/**
 * The same text with memory of its own: a text cut out of a larger one, or joined from such, holds the larger one as
 * long as it lives. What is kept of a capture would else hold the whole of it. Short texts are copied anyway.
 */
export const detached = (text: string): string => (text.length < 13 ? text : text.split('').join(''))

/** The same for all texts of a value that is plain JSON. */
export const detachedCopy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T
