/** Of all files together, as the server takes them. */
export const MOST_IMPORT_BYTES = 10 * 1024 * 1024

export interface FileText {
  name: string
  base64: string
}

/** The bytes of files as they are: their encoding is part of what is read. */
export function inBase64(files: readonly File[]): Promise<FileText[]> {
  return Promise.all(files.map(async (file) => ({ name: file.name, base64: await base64Of(file) })))
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'))
    // `data:...;base64,AAAA`; an empty file has nothing behind the comma, or no comma at all.
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '')
    reader.readAsDataURL(file)
  })
}
