/** Tags as typed, between commas; blanks around them and doubles (without case) are dropped. */
export function splitTags(text: string): string[] {
  const seen = new Map<string, string>()
  for (const part of text.split(',')) {
    const tag = part.trim()
    if (tag && !seen.has(tag.toLowerCase())) seen.set(tag.toLowerCase(), tag)
  }
  return [...seen.values()]
}
