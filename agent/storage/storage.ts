/** Where an agent keeps its few small files. A port, so that a full disk can be tested and a bench can do without one. */

export interface Storage {
  /** The file's text, or null where there is none. */
  read(name: string): Promise<string | null>
  /** All of `text` or all of what stood before, whatever happens meanwhile; on the disk when it resolves. */
  writeAtomic(name: string, text: string): Promise<void>
  /** Adds to the end. A crash may leave part of the last line behind. */
  append(name: string, text: string): Promise<void>
  remove(name: string): Promise<void>
  /** Keeps a file that cannot be read out of the way, for people to look at. */
  setAside(name: string): Promise<void>
}
