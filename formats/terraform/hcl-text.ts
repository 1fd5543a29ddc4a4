/** Text in HCL: strings in which nothing is a template, and labels that every block may bear. */

/** A quoted string. `${` and `%{` would begin a template: they are doubled; control characters are numbers. */
export function hclString(text: string): string {
  const escaped = text
    .replace(/["\\]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(
      /\p{Cc}|\p{Zl}|\p{Zp}|\ufeff/gu,
      (symbol) => `\\u${symbol.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .replace(/[$%]\{/g, (opening) => `${opening[0]}${opening}`)
  return `"${escaped}"`
}

/** Labels of one kind of block, each once. */
export class Labels {
  private readonly taken = new Set<string>()

  of(name: string): string {
    const plain = name
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .slice(0, 60)
    const base = /^[a-z]/.test(plain) ? plain : `policy_${plain}`.replace(/_$/, '')
    let label = base
    for (let next = 2; this.taken.has(label); next++) label = `${base}_${next}`
    this.taken.add(label)
    return label
  }
}
