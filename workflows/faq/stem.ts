/** The stem of an English word, near enough: plurals, -ing, -ed, -ly and -er fall away, as after M. F. Porter (1980), in short. */
export function stem(word: string): string {
  let found = word.replace(/'s$/, '').replace(/'$/, '')
  if (found.length <= 3 || /\d/.test(found)) return found
  if (/(?:ss|us|is)$/.test(found)) return found
  if (found.endsWith('ies')) return `${found.slice(0, -3)}y`
  if (/(?:sh|ch|x|z)es$/.test(found)) found = found.slice(0, -2)
  else if (found.endsWith('s')) found = found.slice(0, -1)
  for (const ending of ['ing', 'ed', 'ly']) {
    const cut = found.slice(0, -ending.length)
    if (!found.endsWith(ending) || cut.length < 3 || !/[aeiouy]/.test(cut)) continue
    found = cut
    break
  }
  const doubled = /([bdfgmnprt])\1$/.test(found)
  if (doubled && found.length > 4) found = found.slice(0, -1)
  return found.length > 4 && found.endsWith('e') ? found.slice(0, -1) : found
}
